import { createHash } from 'node:crypto';
import { hexToBytes } from '@noble/hashes/utils.js';
import { deriveRelayKey, openRequest } from '#pseudonym/sealed';
import type { Row, Stolen, Trace } from '../story/stolen.ts';
import type { Carried, Recorded } from '../story/tape.ts';
import { matchAll, type Attack } from './matching.ts';

/*
 * What can be done with copies: of both databases, of what went over the wire. All of it is decided
 * here, from what the attackers hold; `who` is known to the story alone.
 */

/** A strategy that names so many by chance less often than once in ten thousand stories wins. */
const BY_CHANCE = 1e-4;
const HEX_32 = /^[0-9a-f]{64}$/;

/** What an attack came to. */
export interface Tried {
  readonly attempts: number;
  readonly succeeded: number;
  /** A sentence for who reads the story. */
  readonly told: string;
}

/** Both databases, from letter to case: by places in files, by transactions, by what is random. */
export function letterToCase(
  { letters, cases }: Pick<Stolen, 'letters' | 'cases'>, whose: ReadonlyMap<string, number>,
): Tried {
  const traces = (rows: readonly Row[]): Trace[] => rows.map(({ who, ...row }) => (
    { ...row, truth: whose.get(who) ?? -1 }));
  const attacks = matchAll(traces(letters), traces(cases).filter(({ truth }) => truth >= 0));
  const best = attacks.reduce((a, b) => (b.probability < a.probability ? b : a), NOTHING);
  const wins = attacks.filter(({ probability }) => probability * attacks.length < BY_CHANCE);
  return {
    attempts: attacks.length, succeeded: wins.length,
    told: `Both databases, ${letters.length} letters and ${cases.length} cases: the best of `
      + `${attacks.length} ways to put both in order names ${best.named} of them; the best of as `
      + `many guesses within the blocks names ${atBest(attacks.length, best.byChance)}.`,
  };
}

const NOTHING: Attack = { attacker: '', named: 0, byChance: 0, probability: 2, z: 0 };

/** How many the best of so many guesses names, where each names so many on average (Poisson). */
function atBest(guesses: number, mean: number): number {
  let term = Math.exp(-mean);
  let below = term;
  let named = 0;
  while ((1 - below) * guesses > 0.5 && named < 1_000) {
    named += 1;
    term *= mean / named;
    below += term;
  }
  return named;
}

/** Whoever carries requests tells people apart by lengths, where there is more than one. */
export function toldApart(carried: readonly Carried[]): Tried {
  const shapes = new Map<string, number>();
  for (const { request, answer } of carried) {
    const shape = `${request} and ${answer}`;
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  }
  const commonest = Math.max(0, ...shapes.values());
  return {
    attempts: carried.length, succeeded: carried.length - commonest,
    told: `The wire, ${carried.length} sealed requests and their answers: `
      + `${[...shapes.keys()].join('; ')} bytes.`,
  };
}

/** Recorded requests, with every key that there is now, and what a key could follow from. */
export async function openedLater(
  recorded: readonly Recorded[], keys: Stolen['keys'],
): Promise<Tried> {
  const secrets = keys.filter((key) => HEX_32.test(key)).flatMap((key) => [hexToBytes(key),
    createHash('sha256').update('relay').update(hexToBytes(key)).digest()]);
  let succeeded = 0;
  for (const { sealed } of recorded) {
    const bytes = hexToBytes(sealed);
    const opened = await Promise.all(secrets.map(async (secret) =>
      openRequest(await deriveRelayKey(secret, bytes[0]), bytes).then(() => true, () => false)));
    if (opened.includes(true)) succeeded += 1;
  }
  return {
    attempts: recorded.length, succeeded,
    told: `The tape, ${recorded.length} requests of before yesterday, and ${keys.length} keys from `
      + `the vault's database and settings: ${succeeded} of them open.`,
  };
}
