import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { readPeriod } from '#calendar/periods';
import { transcript } from './bytes.ts';
import { canonicalJson, type JsonValue } from './canonical.ts';
import { SMALLEST_BLOCK } from './smallest-block.ts';
import type { IssuerPublicKey } from './keys.ts';
import { hashLeaf, inclusionOf, isIncluded } from './merkle.ts';
import { faultSince, type LogFault, type LogHead, type TermsLog } from './terms-log.ts';

/*
 * One leaf of the log for one programme and period: what its members can check, and its keys, under
 * a salt. The log so tells nobody how large anybody is; leaf and salt reach who has a letter.
 */

/** Terms as members read them; people are those of the start, days YYYY-MM-DD. */
export interface MemberTerms {
  /** The version of the plan's rules. */
  readonly rules: string;
  /** Everybody's, and those for people who join. */
  readonly seats: number;
  readonly sessionsPerMember: number;
  /** Least number of people that a published number may count. */
  readonly k: number;
  readonly opens: string;
  readonly last: string;
  readonly blocks: readonly { readonly block: string; readonly people: number }[];
  /** Who confirmed them at the vault: an operator, or nobody (automatic). */
  readonly by: string;
}

/** A key by its id and what it is for. */
export type KeyUse = Pick<IssuerPublicKey, 'keyId' | 'kind' | 'block'>;

/** What a leaf commits to. */
export interface TermsLeaf {
  readonly programme: string;
  readonly period: string;
  readonly terms: MemberTerms;
  readonly keys: readonly KeyUse[];
  /** `digestOf` all terms, price and departments too, which no member is told; 64 hex digits. */
  readonly whole: string;
}

/** What opens a leaf, and its place in the log; hashes and salt in 64 hex digits. */
export interface LeafOpening extends Pick<TermsLeaf, 'keys' | 'whole'> {
  readonly salt: string;
  readonly index: number;
  readonly path: readonly string[];
  readonly head: LogHead;
}

/** A vault's statement of keys with what it says of the terms; not yet believed. */
export interface StatedTerms extends Pick<TermsLeaf, 'programme' | 'period'> {
  readonly keys: readonly IssuerPublicKey[];
  readonly terms?: MemberTerms | null | undefined;
  readonly log?: LeafOpening | null | undefined;
}

/** What a wallet knows before it looks. */
export interface OwnLetter extends Pick<TermsLeaf, 'programme' | 'period'> {
  readonly block: string;
  /** Sessions that the gateway gives for it, where it was asked. */
  readonly sessions?: number | undefined;
}

/** Why terms are refused. */
export type TermsFault =
  | LogFault
  /** The log holds no such leaf. */
  | 'not-in-log'
  /** The keys are not those of the leaf, one for each block and one for sessions. */
  | 'other-keys'
  /** Another programme, period, allowance or days than the letter's. */
  | 'other-terms'
  /** The letter's block is none of the programme's. */
  | 'other-block'
  /** People and seats that do not go together, or are not those that were seen before. */
  | 'other-seats';

/** The group that somebody is in, and the leaf that says so. */
export interface OwnGroup {
  readonly people: number;
  /** People in the programme. */
  readonly of: number;
  /** 64 hex digits. */
  readonly leaf: string;
}

/** Whether terms are what they must be. */
export type TermsVerdict =
  | { readonly kind: 'accepted'; readonly group: OwnGroup }
  | { readonly kind: 'refused'; readonly fault: TermsFault };

/** Seats for people who join: one for so many people of a block at most. */
const SPARE_OF = 10;
const HASH = /^[0-9a-f]{64}$/;

/** The hash of a leaf, 64 hex digits. @param salt 64 hex digits. */
export function leafOf(
  { programme, period, terms, keys, whole }: TermsLeaf, salt: string,
): string {
  const uses = keys.map(({ keyId, kind, block }) => ({ keyId, kind, block }));
  const text = canonicalJson({ programme, period, terms: { ...terms }, keys: uses, whole } as
    unknown as JsonValue);
  return bytesToHex(hashLeaf(transcript('sotto/terms-leaf/v1', hexToBytes(salt), text)));
}

/** The digest of all terms of a programme and period under its salt, 64 hex digits. */
export function digestOf(salt: string, text: string): string {
  return bytesToHex(hashLeaf(transcript('sotto/terms-whole/v1', hexToBytes(salt), text)));
}

/** The place of a leaf in the log, with its proof. @throws RangeError when it is not there. */
export function placeOf(leaf: string, log: TermsLog): Pick<LeafOpening, 'index' | 'path' | 'head'> {
  const index = log.leaves.indexOf(leaf);
  const { path } = inclusionOf(log.leaves.map(hexToBytes), index);
  return { index, path: path.map(bytesToHex), head: log.head };
}

/**
 * Decide whether what the vault says of a letter's terms is what the log holds and what the letter
 * is for.
 *
 * @param stated what the vault said, whose signature was checked.
 * @param log as everybody gets it.
 * @param seen the group of the same letter as it was before, where it is known.
 */
export function checkTerms(
  stated: StatedTerms, letter: OwnLetter, log: TermsLog, seen?: OwnGroup | null,
): TermsVerdict {
  const { programme, period, keys, terms, log: opening } = stated;
  if (!terms || !isOpening(opening)) return refused('not-in-log');
  if (!isOfLetter(stated, terms, letter)) return refused('other-terms');
  const of = terms.blocks.reduce((sum, { people }) => sum + people, 0);
  if (!haveRoom(terms, of)) return refused('other-seats');
  const own = terms.blocks.find(({ block }) => block === letter.block);
  if (!own) return refused('other-block');
  if (!areTheKeys(keys, opening.keys, terms)) return refused('other-keys');
  const leaf = leafOf({ programme, period, terms, keys: opening.keys, whole: opening.whole },
    opening.salt);
  const fault = faultOfPlace(leaf, opening, log);
  if (fault) return refused(fault);
  const group = { people: own.people, of, leaf };
  if (seen && seen.leaf !== leaf) {
    return refused(seen.people === own.people && seen.of === of ? 'other-terms' : 'other-seats');
  }
  return { kind: 'accepted', group };
}

function isOfLetter(
  { programme, period }: StatedTerms, terms: MemberTerms, letter: OwnLetter,
): boolean {
  const days = readPeriod(period);
  return programme === letter.programme && period === letter.period
    && terms.opens === days?.opens && terms.last === days.last
    && (letter.sessions ?? terms.sessionsPerMember) === terms.sessionsPerMember;
}

/** Each block once and none too small, letters for all, and few more for people who join. */
function haveRoom({ blocks, seats }: MemberTerms, of: number): boolean {
  return new Set(blocks.map(({ block }) => block)).size === blocks.length
    && blocks.every(({ people }) => Number.isInteger(people) && people >= SMALLEST_BLOCK)
    && Number.isInteger(seats) && seats >= of
    && seats - of <= blocks.reduce((sum, { people }) => sum + Math.floor(people / SPARE_OF), 0);
}

/** The same keys on both sides: one for the sessions and one for each block. */
function areTheKeys(
  keys: readonly KeyUse[], logged: readonly KeyUse[], { blocks }: MemberTerms,
): boolean {
  const marks = (all: readonly KeyUse[]) =>
    all.map(({ keyId, kind, block }) => `${kind} ${block} ${keyId}`).sort().join();
  const uses = logged.map(({ kind, block }) => `${kind} ${block}`).sort().join();
  const wanted = ['session null', ...blocks.map(({ block }) => `entry ${block}`)].sort().join();
  return marks(keys) === marks(logged) && uses === wanted;
}

function faultOfPlace(
  leaf: string, { index, path, head }: LeafOpening, log: TermsLog,
): TermsFault | null {
  const proof = { index, size: head.size, path: path.map(hexToBytes) };
  if (!isIncluded(hexToBytes(leaf), proof, hexToBytes(head.root))) return 'not-in-log';
  // A file may be some seconds old: then it is enough that this leaf is where it is said to be.
  if (log.head.size < head.size) return log.leaves[index] === leaf ? null : 'not-in-log';
  // What is told sealed and what everybody is told are one log, or one of them is a lie.
  return faultSince(head, log) === null ? null : 'log-forked';
}

function isOpening(opening: LeafOpening | null | undefined): opening is LeafOpening {
  if (!opening) return false;
  const { salt, whole, path, head, index, keys } = opening;
  const hashes = [salt, whole, head.root, ...path, ...(head.before === null ? [] : [head.before])];
  return Array.isArray(keys) && Number.isInteger(index) && Number.isInteger(head.size)
    && hashes.every((hash) => typeof hash === 'string' && HASH.test(hash));
}

function refused(fault: TermsFault): TermsVerdict {
  return { kind: 'refused', fault };
}
