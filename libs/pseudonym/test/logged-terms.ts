import { createHash } from 'node:crypto';
import { readPeriod } from '#calendar/periods';
import { toBase64Url } from '../src/bytes.ts';
import type { IssuerPublicKey } from '../src/keys.ts';
import {
  digestOf, leafOf, placeOf, type MemberTerms, type StatedTerms, type TermsLeaf,
} from '../src/terms-leaf.ts';
import { logOf } from '../src/terms-log.ts';
import { PERIOD, PROGRAMME } from './specimens.ts';

/** Some hash, another one for each text. */
export function someHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const DAYS = daysOf();

function daysOf() {
  const days = readPeriod(PERIOD);
  if (!days) throw new Error('the period of the specimens is none');
  return days;
}

/** Terms of blocks with so many people each. */
export function termsOf(people: readonly number[]): MemberTerms {
  const blocks = people.map((count, at) => ({ block: `B${at + 1}`, people: count }));
  const { opens, last } = DAYS;
  return {
    rules: 'year-1', seats: people.reduce((sum, count) => sum + count, 0),
    sessionsPerMember: 8, k: 10, opens, last, blocks, by: 'operator',
  };
}

/** Keys that are none, for these terms: one for the sessions and one for each block. */
export function keysOf({ blocks }: MemberTerms): IssuerPublicKey[] {
  const { opens: notBefore, last: notAfter } = DAYS;
  return [null, ...blocks.map(({ block }) => block)].map((block) => ({
    keyId: someHash(`key ${block}`), programme: PROGRAMME, period: PERIOD,
    kind: block === null ? 'session' : 'entry', block, spki: toBase64Url(new Uint8Array(9)),
    notBefore, notAfter }));
}

/** The leaf that an honest vault makes of terms and keys. */
export function honestLeaf(terms: MemberTerms, keys = keysOf(terms)) {
  const salt = someHash('salt');
  const leaf: TermsLeaf = {
    programme: PROGRAMME, period: PERIOD, terms, keys, whole: digestOf(salt, 'all terms') };
  return { salt, leaf, hash: leafOf(leaf, salt) };
}

/** What an honest vault states, where the log has these leaves before its own and behind it. */
export function honestStatement(
  terms: MemberTerms, before: readonly string[] = [], behind: readonly string[] = [],
): { stated: StatedTerms; log: ReturnType<typeof logOf> } {
  const keys = keysOf(terms);
  const { salt, leaf, hash } = honestLeaf(terms, keys);
  const log = logOf([...before, hash, ...behind]);
  const opening = { salt, keys: leaf.keys, whole: leaf.whole, ...placeOf(hash, log) };
  return { stated: { programme: PROGRAMME, period: PERIOD, keys, terms, log: opening }, log };
}
