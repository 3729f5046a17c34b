import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { getOperationAST, Kind, parse, type DocumentNode } from 'graphql';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { Log } from '#platform/logging';
import { nameOf } from '#platform/unavailable';
import { padTo } from '#pseudonym/padding';
import { decodeResponse, encodeResponse, type BinaryResponse } from '#pseudonym/http';
import { LONGEST_ANSWER } from '#pseudonym/sealed';
import { CLOCK, LOG } from '../foundation/tokens.ts';
import { MOST_TOKENS } from '../graphql/limits.ts';
import { rootFields } from '../graphql/root-fields.ts';
import { KeptAnswersStore } from './kept-answers.store.ts';

/*
 *   request, padded (its idempotency key is random) -> name, key
 *   kept = nonce, AES-256-GCM(key, answer, padded)     12 + LONGEST_ANSWER + 16 bytes, always
 */

/** Nobody waits longer for a worker that may have died over a request. */
const CLAIMED_MS = 15_000;
/** Somebody whose page lies open in quiet mode asks again within a minute, as a rule. */
const KEPT_MS = 120_000;
/** So many at most, of 8 KB each: beyond them a request is executed again if it is repeated. */
const MOST_KEPT = 4_096;

/**
 * What can be done once, of therapists' accounts and of the operator's: a challenge or a code is
 * used up, a password is another one, codes are told once. Whatever else changes something carries
 * a key of its own, or comes to the same when it is done again.
 */
export const TAKEN_ONCE = [
  'providerSignIn', 'providerSignOut', 'changeProviderPassword', 'beginSecondFactor',
  'confirmSecondFactor', 'renewRecoveryCodes', 'switchOffSecondFactor',
  'beginPasskey', 'addPasskey', 'removePasskey', 'resetProviderSecondFactor', 'acceptRestore',
  'declineTerms',
] as const;
const ONCE = new Set<string>(TAKEN_ONCE);

/**
 * Whether what is asked takes such a step: a root field of its mutation does, by a fragment or
 * under another name too. A step's name elsewhere, as in a comment, makes no row.
 */
export function isTakenOnce(query: string, operationName?: string): boolean {
  // Most documents have no such word at all, and need no second parsing.
  if (!TAKEN_ONCE.some((name) => query.includes(name))) return false;
  const document = readDocument(query);
  const operation = document && getOperationAST(document, operationName);
  if (!document || operation?.operation !== 'mutation') return false;
  const fragments = document.definitions
    .flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [each] : []));
  return rootFields(operation.selectionSet, (name) =>
    fragments.find((fragment) => fragment.name.value === name))
    .some((name) => ONCE.has(name));
}

function readDocument(query: string): DocumentNode | undefined {
  try {
    return parse(query, { noLocation: true, maxTokens: MOST_TOKENS });
  } catch {
    return undefined;
  }
}

/**
 * Answers to such steps where all workers find them, for whoever asks the same again. Each of these
 * steps writes rows of its own anyhow, and of members and fillers there is none here: in memory
 * alone (`LateAnswers`) nothing tells when somebody asked for something. What is in a row opens by
 * the request's own bytes, which nobody keeps.
 */
@Injectable()
export class KeptAnswers {
  constructor(
    private readonly db: Database,
    private readonly store: KeptAnswersStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * The answer to a request, by `work` unless a worker has it or is at it.
   *
   * @returns null where another worker is at it: ask again.
   */
  async of(
    request: Uint8Array, work: () => Promise<BinaryResponse>,
  ): Promise<BinaryResponse | null> {
    const [name, key] = [derived(request, 'name'), derived(request, 'key')];
    const claim = await this.claim(name);
    if (claim === 'under way') return null;
    if (claim instanceof Buffer) return decodeResponse(unseal(key, claim));
    const answer = await work();
    if (claim === 'claimed') await this.keep(name, key, answer);
    return answer;
  }

  /** What is to be done about a request, or its answer. Not claimed, it is done and not kept. */
  private async claim(name: Buffer): Promise<'claimed' | 'not claimed' | 'under way' | Buffer> {
    const now = this.clock.now();
    const ends = new Date(now.getTime() + CLAIMED_MS);
    try {
      return await this.db.transaction('claim-answer', async (tx) => {
        if (await this.store.claim(tx, name, { now, ends, most: MOST_KEPT })) return 'claimed';
        const found = await this.store.find(tx, name);
        return found === null ? 'under way' : found ?? 'not claimed';
      });
    } catch {
      // What is asked will meet the same, and says it in the words that it has for it.
      return 'not claimed';
    }
  }

  /** An answer that cannot be kept is an answer all the same. */
  private async keep(name: Buffer, key: Buffer, answer: BinaryResponse): Promise<void> {
    const ends = new Date(this.clock.now().getTime() + KEPT_MS);
    try {
      const kept = seal(key, padTo(encodeResponse(answer), LONGEST_ANSWER));
      await this.db.transaction('keep-answer', (tx) => this.store.keep(tx, name, kept, ends));
    } catch (error) {
      this.log.write('warn', { event: 'answer-not-kept', code: nameOf(error) });
    }
  }
}

function derived(request: Uint8Array, use: 'name' | 'key'): Buffer {
  return Buffer.from(hkdfSync('sha256', request, '', `sotto/kept-answer/${use}/v1`, 32));
}

function seal(key: Buffer, content: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Buffer, kept: Buffer): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, kept.subarray(0, 12))
    .setAuthTag(kept.subarray(-16));
  return Buffer.concat([cipher.update(kept.subarray(12, -16)), cipher.final()]);
}
