import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Secret } from './needles.ts';
import { Search } from './search.ts';

/** The search that the trust tests lean on: it finds what is there, and only that. */

type Writer = (bytes: Uint8Array) => string;
const WRITERS: Record<string, Writer> = {
  'raw': (bytes) => Buffer.from(bytes).toString('latin1'),
  'hex': (bytes) => Buffer.from(bytes).toString('hex'),
  'upper-case hex': (bytes) => Buffer.from(bytes).toString('hex').toUpperCase(),
  'base64': (bytes) => Buffer.from(bytes).toString('base64'),
  'base64url': (bytes) => Buffer.from(bytes).toString('base64url'),
};

/** A haystack in which `written` stands between noise on both sides. */
function surrounded(written: string): Uint8Array {
  return Buffer.concat([randomBytes(500), Buffer.from(written, 'latin1'), randomBytes(500)]);
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe.each(Object.entries(WRITERS))('written as %s, a planted value is found', (name, write) => {
  it.each<[string, Secret]>([
    ['a credit', { label: 'credit', value: randomBytes(256) }],
    ['a nullifier in hex', { label: 'nullifier', value: randomBytes(32).toString('hex') }],
    ['a token', { label: 'token', value: randomBytes(32).toString('base64url') }],
    ['an e-mail address', { label: 'e-mail', value: 'ada@lovelace.example' }],
    ['a handle', { label: 'handle', value: 'Quiet Heron 4821' }],
    ['an identifier', { label: 'id', value: randomUUID() }],
  ])('%s, also inside of something longer', (_what, secret) => {
    const search = new Search([secret]);
    const meant = typeof secret.value === 'string' ? utf8(secret.value) : secret.value;
    fc.assert(fc.property(fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }),
      (before, after) => {
        const whole = Buffer.concat([before, meant, after]);
        expect(search.in({ place: 'x', bytes: surrounded(write(whole)) })[0])
          .toMatchObject({ label: secret.label, place: 'x' });
      }), { numRuns: 30 });
  });

  it('an identifier kept as its bytes, a hex text as what it spells, a hash of either', () => {
    const id = randomUUID();
    const key = randomBytes(32);
    const search = new Search([
      { label: 'id', value: id }, { label: 'key', value: key.toString('hex') },
    ]);
    const packed = Buffer.from(id.replaceAll('-', ''), 'hex');
    // Programs of ours write a hash raw, in hexadecimal or in base64url.
    const hash = createHash('sha256').update(key).digest();
    const ours = ['raw', 'hex', 'base64url'].includes(name) ? hash : key;
    for (const [label, bytes] of [['id', packed], ['key', key], ['key', ours]] as const) {
      expect(search.in({ place: '', bytes: surrounded(write(bytes)) })[0]?.label).toBe(label);
    }
  });
});

it('finds nothing where nothing was planted', () => {
  const secrets = Array.from({ length: 2_000 }, (_, index) => (
    { label: `secret ${index}`, value: randomBytes(32) }));
  const search = new Search(secrets);
  expect(search.size).toBeGreaterThan(2_000 * 10);
  expect(search.in({ place: '', bytes: randomBytes(2_000_000) })).toEqual([]);
});

it('refuses to look for what is too short to mean anything', () => {
  expect(() => new Search([{ label: 'block', value: 'B1' }])).toThrow('block is too short');
});
