import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { Log } from '#platform/logging';
import { nameOf } from '#platform/unavailable';
import { padTo } from '#pseudonym/padding';
import { decodeResponse, encodeResponse, type BinaryResponse } from '#pseudonym/http';
import { LONGEST_ANSWER } from '#pseudonym/sealed';
import { CLOCK, LOG } from '../foundation/tokens.ts';
import { isEnough } from '../providers/sign-in-challenges.ts';
import { KeptAnswersStore } from './kept-answers.store.ts';
import type { StepTaker } from './step-takers.ts';

/*
 *   request, padded (its idempotency key is random) -> name, key; of a sign-in, name <- challenge
 *   kept = nonce, AES-256-GCM(key, answer, padded)     12 + LONGEST_ANSWER + 16 bytes, always
 */

/** Nobody waits longer for a worker that may have died over a request. */
const CLAIMED_MS = 15_000;
/** Somebody whose page lies open in quiet mode asks again within a minute, as a rule. */
const KEPT_MS = 120_000;
/** No request of an operator's opens any more by then: a relay's key is there for three days. */
const KEPT_DEED_MS = 4 * 86_400_000;
/**
 * So many at most of each kind of those who take steps, of 8 KB each: beyond them a request is
 * executed again if it is repeated.
 */
const SHARES: Record<StepTaker['kind'], { readonly most: number; readonly keptMs: number }> = {
  'sign-in': { most: 2_048, keptMs: KEPT_MS },
  'provider': { most: 2_048, keptMs: KEPT_MS },
  'operator': { most: 16_384, keptMs: KEPT_DEED_MS },
};

/**
 * Answers to steps that can be taken once where all workers find them, for whoever asks the same
 * again. Each of these steps writes rows of its own anyhow, and of members and fillers there is
 * none here: in memory alone (`LateAnswers`) nothing tells when somebody asked for something. What
 * is in a row opens by the request's own bytes, which nobody keeps.
 */
@Injectable()
export class KeptAnswers {
  /** How many sign-ins are answered at this moment, whatever they come to. */
  private signingIn = 0;

  constructor(
    private readonly db: Database,
    private readonly store: KeptAnswersStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * The answer to a request, by `work` unless a worker has it or is at it.
   *
   * @param taker null: of whoever this is nothing is kept, but what was kept is found. So it is of
   * who answered a challenge that is too easy among so many: it costs less than it takes from them.
   * @returns null where another worker is at it: ask again.
   */
  async of(
    request: Uint8Array, taker: StepTaker | null, work: () => Promise<BinaryResponse>,
  ): Promise<BinaryResponse | null> {
    if (typeof taker?.bits !== 'number') return this.once(request, taker, taker, work);
    const keeper = isEnough(taker.bits, 0, this.signingIn) ? taker : null;
    this.signingIn += 1;
    try {
      return await this.once(request, taker, keeper, work);
    } finally {
      this.signingIn -= 1;
    }
  }

  private async once(
    request: Uint8Array, named: StepTaker | null, taker: StepTaker | null,
    work: () => Promise<BinaryResponse>,
  ): Promise<BinaryResponse | null> {
    const name = derived(named?.uses ? Buffer.from(named.uses) : request, 'name');
    const key = derived(request, 'key');
    const claim = await this.claim(name, taker);
    if (claim === 'under way') return null;
    const known = claim instanceof Buffer ? unseal(key, claim) : null;
    if (known) return decodeResponse(known);
    const answer = await work();
    if (claim === 'claimed' && taker) await this.keep(name, key, answer, taker);
    return answer;
  }

  /** What is to be done about a request, or its answer. Not claimed, it is done and not kept. */
  private async claim(
    name: Buffer, taker: StepTaker | null,
  ): Promise<'claimed' | 'not claimed' | 'under way' | Buffer> {
    const now = this.clock.now();
    const ends = new Date(now.getTime() + CLAIMED_MS);
    try {
      return await this.db.transaction('claim-answer', async (tx) => {
        const share = taker && { taker: taker.kind, now, ends, most: SHARES[taker.kind].most };
        if (share && await this.store.claim(tx, name, share)) return 'claimed';
        const found = await this.store.find(tx, name);
        return found === null ? 'under way' : found ?? 'not claimed';
      });
    } catch {
      // What is asked will meet the same, and says it in the words that it has for it.
      return 'not claimed';
    }
  }

  /** An answer that cannot be kept is an answer all the same. */
  private async keep(
    name: Buffer, key: Buffer, answer: BinaryResponse, { kind }: StepTaker,
  ): Promise<void> {
    const ends = new Date(this.clock.now().getTime() + SHARES[kind].keptMs);
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

/** Null for what was kept for another request, as of a challenge that comes twice. */
function unseal(key: Buffer, kept: Buffer): Buffer | null {
  const cipher = createDecipheriv('aes-256-gcm', key, kept.subarray(0, 12))
    .setAuthTag(kept.subarray(-16));
  try {
    return Buffer.concat([cipher.update(kept.subarray(12, -16)), cipher.final()]);
  } catch {
    return null;
  }
}
