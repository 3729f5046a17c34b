import { createHash } from 'node:crypto';

/** Something that one side knows and the other must not: what it is, and its value. */
export interface Secret {
  /** For the report of a failure, such as `session credit signature`. Never the value. */
  readonly label: string;
  /** Text as the client holds it (also when it spells bytes in hex or base64url), or bytes. */
  readonly value: string | Uint8Array;
}

/** One way in which a secret may have been written down. */
export interface Needle {
  readonly label: string;
  readonly encoding: string;
  readonly bytes: Uint8Array;
}

/** A slice of this length proves the presence of the whole; shorter needles run faster. */
const SLICE = 32;
/** Shorter values (a block, a count) are not secrets but words. */
const SHORTEST = 8;

const utf8 = new TextEncoder();

/** Every byte string that a secret stands for: its text, and what that text spells. */
function readings({ value }: Secret): [string, Uint8Array][] {
  if (typeof value !== 'string') return [['bytes', value]];
  const all: [string, Uint8Array][] = [['text', utf8.encode(value)]];
  const compact = value.replaceAll('-', '');
  if (/^(?:[0-9a-f]{2}){8,}$/i.test(compact)) all.push(['bytes', Buffer.from(compact, 'hex')]);
  else if (/^[A-Za-z0-9_-]{22,}$/.test(value)) all.push(['bytes', Buffer.from(value, 'base64url')]);
  if (compact !== value) all.push(['no-dashes', utf8.encode(compact)]);
  return all;
}

/**
 * What base64 makes of `bytes` wherever they begin within a longer text: at each of three offsets,
 * without the characters at both ends that also depend on the neighbours.
 */
function base64Forms(bytes: Uint8Array, alphabet: 'base64' | 'base64url'): Uint8Array[] {
  return [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
    const text = whole.toString(alphabet).replaceAll('=', '');
    const from = Math.ceil((offset * 8) / 6);
    return utf8.encode(text.slice(from, Math.floor((whole.length * 8) / 6)));
  });
}

function forms(bytes: Uint8Array): [string, Uint8Array][] {
  const slice = middle(bytes);
  const hex = Buffer.from(slice).toString('hex');
  return [
    ['raw', slice], ['hex', utf8.encode(hex)], ['HEX', utf8.encode(hex.toUpperCase())],
    ...base64Forms(slice, 'base64').map((form): [string, Uint8Array] => ['base64', form]),
    ...base64Forms(slice, 'base64url').map((form): [string, Uint8Array] => ['base64url', form]),
  ];
}

/** A hash is stored by a program of ours: raw, in hexadecimal or in base64url. */
function formsOfHash(bytes: Uint8Array): [string, Uint8Array][] {
  return forms(bytes).filter(([form]) => form !== 'HEX' && form !== 'base64');
}

function middle(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= SLICE) return bytes;
  const from = Math.floor((bytes.length - SLICE) / 2);
  return bytes.subarray(from, from + SLICE);
}

/**
 * Every form in which a secret is looked for: as it is, in lower case, in hexadecimal, in base64
 * and base64url at any alignment, and its SHA-256.
 *
 * @throws RangeError for a value so short that finding it would prove nothing.
 */
export function needlesOf(secret: Secret): Needle[] {
  const found = new Map<string, Needle>();
  for (const [reading, bytes] of readings(secret)) {
    if (bytes.length < SHORTEST) throw new RangeError(`${secret.label} is too short to look for`);
    const add = (version: string, written: [string, Uint8Array][]) => {
      for (const [form, needle] of written) {
        if (needle.length < SHORTEST) continue;
        const key = Buffer.from(needle).toString('latin1');
        if (found.has(key)) continue;
        found.set(key, {
          label: secret.label, encoding: `${version}, ${form}`, bytes: needle });
      }
    };
    add(reading, forms(bytes));
    if (reading === 'no-dashes') continue;
    add(`sha256 of ${reading}`, formsOfHash(createHash('sha256').update(bytes).digest()));
    if (reading === 'bytes') continue;
    const lower = utf8.encode(new TextDecoder().decode(bytes).toLowerCase());
    if (!Buffer.from(lower).equals(bytes)) add('lower-case text', forms(lower));
  }
  return [...found.values()];
}
