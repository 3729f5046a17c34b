import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { canonicalOf } from '#pseudonym/canonical';
import { CodedError } from '#server/coded-error';
import { CLOCK } from './tokens.ts';

/**
 * Every write that a client may send twice goes through here.
 *
 * What is recorded must be JSON: instants as ISO text, amounts as decimal text.
 */
@Injectable()
export class Idempotency {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * Do `work` once for this scope and key; a second call gets the recorded result.
   *
   * `scope` names the mutation and the caller (`book:<case>`), so that keys of two callers never
   * meet. A refusal that changed nothing need not be remembered: `isKept` says which results are,
   * and by default all. Of two concurrent calls with one key, the second waits for the first.
   *
   * @throws CodedError CONFLICT when the key was used for another request.
   */
  async once<T>(
    tx: Tx, scope: string, key: string, requestHash: Uint8Array,
    work: () => Promise<T>, isKept: (result: T) => boolean = () => true,
  ): Promise<T> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${scope} ${key}`]);
    const before = await this.find<T>(tx, scope, key, requestHash);
    if (before) return before.result;
    const result = await work();
    if (!isKept(result)) return result;
    await tx.query(
      `INSERT INTO idempotency (scope, key, request_hash, result, recorded_on)
       VALUES ($1, $2, $3, $4, date_trunc('month', $5::date))`,
      [scope, key, requestHash, JSON.stringify(result), today(this.clock)],
    );
    return result;
  }

  /** Forget answers older than `day`; a client that still retries gets what its request finds. */
  async forgetBefore(tx: Tx, day: string): Promise<void> {
    await tx.query('DELETE FROM idempotency WHERE recorded_on < $1', [day]);
  }

  /** What was recorded. @throws CodedError CONFLICT when the key was used for another request. */
  private async find<T>(
    tx: Tx, scope: string, key: string, requestHash: Uint8Array,
  ): Promise<{ result: T } | null> {
    const [row] = await tx.query<{ same: boolean; result: T }[]>(
      `SELECT request_hash = $3 AS same, result FROM idempotency WHERE scope = $1 AND key = $2`,
      [scope, key, requestHash],
    );
    if (!row) return null;
    if (!row.same) throw keyReused();
    return { result: row.result };
  }
}

/** The answer to an idempotency key that comes back with another request. */
export function keyReused(): CodedError {
  return new CodedError('CONFLICT',
    'This idempotency key was used for another request: send a new key with a new request.');
}

/** SHA-256 of a JSON-safe request, whatever the order of its keys. */
export function hashRequest(request: object): Buffer {
  return createHash('sha256').update(canonicalOf(request)).digest();
}
