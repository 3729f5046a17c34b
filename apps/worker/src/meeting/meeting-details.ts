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

/** Details that can be kept, or the first thing that is wrong with them. */
export type ReadDetails =
  | { readonly kind: 'read'; readonly details: MeetingDetails }
  | { readonly kind: 'refused'; readonly fault: MeetingFault };

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
  const offered = (modality: string, given: unknown, field: string): boolean => {
    const isGiven = given !== null && given !== undefined && given !== '';
    if (modalities.includes(modality) && !isGiven) throw new Faulty('MEETING_MISSING', field);
    if (!modalities.includes(modality) && isGiven) throw new Faulty('MEETING_NOT_OFFERED', field);
    return isGiven;
  };
  try {
    const { inPerson, phone, videoLink } = written;
    const details: MeetingDetails = {
      inPerson: offered('IN_PERSON', inPerson, 'meeting.inPerson') && inPerson
        ? readPlace(inPerson) : null,
      phone: offered('PHONE', phone, 'meeting.phone') && phone ? readPhone(phone) : null,
      videoLink: offered('VIDEO', videoLink, 'meeting.videoLink') && videoLink
        ? readLink(videoLink) : null,
    };
    return { kind: 'read', details };
  } catch (error) {
    if (!(error instanceof Faulty)) throw error;
    const { code, field } = error;
    return { kind: 'refused', fault: { code, field, message: `"${field}" ${MESSAGES[code]}` } };
  }
}

function readPlace(
  { address, directions, atTheDoor }: NonNullable<WrittenDetails['inPerson']>,
): InPerson {
  const place = 'meeting.inPerson';
  return {
    address: readText(address, `${place}.address`, LONGEST.address),
    directions: directions?.trim()
      ? readText(directions, `${place}.directions`, LONGEST.directions) : null,
    atTheDoor: readText(atTheDoor, `${place}.atTheDoor`, LONGEST.atTheDoor),
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
