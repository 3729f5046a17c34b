import { isIP } from 'node:net';

/** Where a client goes, and what she says there. */
export interface InPerson {
  readonly address: string;
  /** How to find it; null: nothing is said. */
  readonly directions: string | null;
  readonly atTheDoor: string;
}

/** How sessions are held; null for ways of meeting that are not offered. */
export interface MeetingDetails {
  readonly inPerson: InPerson | null;
  /** `+` and digits with single spaces, as it is read out. */
  readonly phone: string | null;
  /** An https address; its host is ASCII (xn--… for others), so that no letter poses as another. */
  readonly videoLink: string | null;
}

/** Details as somebody wrote them. */
export interface WrittenDetails {
  readonly inPerson?: {
    readonly address: string;
    readonly directions?: string | null | undefined;
    readonly atTheDoor: string;
  } | null | undefined;
  readonly phone?: string | null | undefined;
  readonly videoLink?: string | null | undefined;
}

const MESSAGES = {
  MEETING_MISSING: 'is missing: give it, or do not offer this way of meeting.',
  MEETING_NOT_OFFERED: 'is given, but this way of meeting is not offered: offer it or leave it out.',
  TEXT_EMPTY: 'is empty: write what your client needs.',
  TEXT_TOO_LONG: 'is too long: say it in fewer words.',
  TEXT_UNPRINTABLE: 'has a character that does not print: remove it, or type the text anew.',
  PHONE_NO_COUNTRY: 'must begin with + and the code of the country: +49 30 1234567.',
  PHONE_UNREADABLE: 'must be one telephone number of 7 to 15 digits: +49 30 1234567.',
  LINK_UNREADABLE: 'must be one whole address such as https://meet.example.org/your-room.',
  LINK_NOT_HTTPS: 'must begin with https://.',
  LINK_HAS_CREDENTIALS: 'must not hold a name or a password before an @.',
  LINK_NOT_PUBLIC: 'must lead to a public host such as meet.example.org, not to an address in a network.',
} as const;

/** What is wrong with one field: a stable code, the field's path, and words that say what to do. */
export interface MeetingFault {
  readonly code: keyof typeof MESSAGES;
  readonly field: string;
  readonly message: string;
}

/** Details that can be kept, or the first thing that is wrong with them, in words that name all. */
export type ReadDetails =
  | { readonly kind: 'read'; readonly details: MeetingDetails }
  | { readonly kind: 'refused'; readonly fault: MeetingFault };

/** A field, and what is wrong with it. */
type Fault = Omit<MeetingFault, 'message'>;

/** Longest texts, in UTF-16 units: what a client is told fits into the shortest sealed answer. */
const LONGEST = { address: 200, directions: 300, atTheDoor: 150, link: 200, phone: 30 } as const;

/** A fault on its way out; it never leaves this file. */
class Faulty extends Error {
  constructor(readonly code: MeetingFault['code'], readonly field: string) {
    super(code);
  }
}

/**
 * Read details of meeting: exactly those of the ways that are offered.
 *
 * Texts are brought to NFC with single kinds of spaces and line ends. What does not print, or turns
 * the direction of writing, is refused: a client has to be able to read what her therapist wrote.
 */
export function readMeeting(written: WrittenDetails, modalities: readonly string[]): ReadDetails {
  const { details, faults } = readAll(written, modalities);
  const [first] = faults;
  return first === undefined ? { kind: 'read', details }
    : { kind: 'refused', fault: { ...first, message: `${faults.map(inWords).join('; ')}.` } };
}

/** Everything that is wrong with details, each as the field in quotation marks and its words. */
export function meetingFaults(
  written: WrittenDetails, modalities: readonly string[],
): readonly { readonly field: string; readonly words: string }[] {
  return readAll(written, modalities).faults.map((fault) =>
    ({ field: fault.field, words: inWords(fault) }));
}

function inWords({ code, field }: Fault): string {
  return `"${field}" ${MESSAGES[code].replace(/\.$/, '')}`;
}

/** The details, which are sound where there are no faults. */
function readAll(
  { inPerson, phone, videoLink }: WrittenDetails, modalities: readonly string[],
): { readonly details: MeetingDetails; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const attempt: Attempt = (read) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Faulty)) throw error;
      faults.push({ code: error.code, field: error.field });
      return null;
    }
  };
  /** What is given, of a way of meeting that is offered; or null. */
  const offered = <T>(modality: string, given: T | null | undefined, field: string): T | null =>
    attempt(() => {
      const isGiven = given !== null && given !== undefined && given !== '';
      if (modalities.includes(modality) && !isGiven) throw new Faulty('MEETING_MISSING', field);
      if (!modalities.includes(modality) && isGiven) throw new Faulty('MEETING_NOT_OFFERED', field);
      return isGiven ? given ?? null : null;
    });
  const [place, number, link] = [offered('IN_PERSON', inPerson, 'meeting.inPerson'),
    offered('PHONE', phone, 'meeting.phone'), offered('VIDEO', videoLink, 'meeting.videoLink')];
  const details = {
    inPerson: place === null ? null : readPlace(place, attempt),
    phone: number === null ? null : attempt(() => readPhone(number)),
    videoLink: link === null ? null : attempt(() => readLink(link)),
  };
  return { details, faults };
}

/** Reads one field: null, and a fault more, where it cannot be read. */
type Attempt = <T>(read: () => T) => T | null;

function readPlace(
  { address, directions, atTheDoor }: NonNullable<WrittenDetails['inPerson']>, attempt: Attempt,
): InPerson {
  const text = (written: string, name: 'address' | 'directions' | 'atTheDoor') =>
    attempt(() => readText(written, `meeting.inPerson.${name}`, LONGEST[name]));
  return {
    address: text(address, 'address') ?? '',
    directions: directions?.trim() ? text(directions, 'directions') : null,
    atTheDoor: text(atTheDoor, 'atTheDoor') ?? '',
  };
}

/**
 * Controls, lone surrogates, characters of private use or of no use, and signs that are not seen,
 * such as those that turn the direction; joiners are needed by scripts and by emoji.
 */
const UNPRINTABLE = /[^\P{C}\n\u200c\u200d]/u;

function readText(text: string, field: string, longest: number): string {
  const even = text.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replaceAll(/[\t\p{Zs}]/gu, ' ')
    .normalize('NFC');
  if (UNPRINTABLE.test(even)) throw new Faulty('TEXT_UNPRINTABLE', field);
  const neat = even.replaceAll(/ *\n */g, '\n').replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll(/ {2,}/g, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(neat)) throw new Faulty('TEXT_EMPTY', field);
  if (neat.length > longest) throw new Faulty('TEXT_TOO_LONG', field);
  return neat;
}

function readPhone(text: string): string {
  const field = 'meeting.phone';
  if (text.length > 4 * LONGEST.phone) throw new Faulty('PHONE_UNREADABLE', field);
  // "(0)" is dialled within the country alone. Signs between digits are read as a space.
  const parts = text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '').trim()
    .replace(/^00/, '+').replace(/^\+\s+/, '+').replace(/\(0\)/, ' ')
    .replaceAll(/[\p{Zs}\p{Pd}\u2212\t./()]+/gu, ' ').trim();
  if (/^[0-9][0-9 ]*$/.test(parts)) throw new Faulty('PHONE_NO_COUNTRY', field);
  const digits = parts.replaceAll(/\D/g, '');
  if (!/^\+[1-9][0-9 ]*$/.test(parts) || digits.length < 7 || digits.length > 15) {
    throw new Faulty('PHONE_UNREADABLE', field);
  }
  return parts;
}

function readLink(text: string): string {
  const field = 'meeting.videoLink';
  const trimmed = text.trim();
  if (trimmed.length > 4 * LONGEST.link) throw new Faulty('TEXT_TOO_LONG', field);
  // What the URL parser would silently drop or encode is refused, as a sign of a bad paste.
  if (/[\p{C}\s\\]/u.test(trimmed) || !URL.canParse(trimmed)) {
    throw new Faulty('LINK_UNREADABLE', field);
  }
  const url = new URL(trimmed);
  if (!/^https:\/\//i.test(trimmed)) throw new Faulty('LINK_NOT_HTTPS', field);
  if (url.username || url.password) throw new Faulty('LINK_HAS_CREDENTIALS', field);
  if (!isPublicHost(url.hostname)) throw new Faulty('LINK_NOT_PUBLIC', field);
  if (url.href.length > LONGEST.link) throw new Faulty('TEXT_TOO_LONG', field);
  return url.href;
}

/** Names that lead nowhere outside of one network (RFC 6761, RFC 6762, RFC 9476). */
const NOT_PUBLIC = new Set(['localhost', 'local', 'internal', 'home', 'lan', 'invalid', 'onion',
  'alt', 'arpa']);

function isPublicHost(host: string): boolean {
  const labels = host.replace(/\.$/, '').split('.');
  return labels.length > 1 && isIP(host) === 0 && !host.startsWith('[')
    && !NOT_PUBLIC.has(labels.at(-1) ?? '');
}
