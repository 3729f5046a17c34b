import { Injectable } from '@nestjs/common';
import { Poster } from '#billing/poster';
import { Database } from '#platform/database';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { expectRoom } from './booking-desk.ts';

/** A booking that a case asks for, by its idempotency key and its bytes. */
export interface AskedBooking {
  readonly caseId: string;
  readonly key: string;
  readonly hash: Buffer;
}

/**
 * Refusals of bookings, which stand: whoever carries a request and sends it again, once the time is
 * free, books nothing in her name.
 */
@Injectable()
export class KeptRefusals {
  /** Each booking is looked up before it is tried: those that come together share a statement. */
  private readonly looking = new Poster(
    (asked: readonly AskedBooking[]) => this.db.statement('find-refusals', (tx) =>
      this.idempotency.recorded(tx, asked.map((one) => ({ scope: scopeOf(one), key: one.key })))),
    { batch: 64, queue: 4096 });

  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /** What this very request was refused with; null: it was not. @throws CodedError OVERLOADED. */
  async find<Kept>(asked: AskedBooking): Promise<Kept | null> {
    return expectRoom(await this.looking.submit(asked)).result as Kept | null;
  }

  /** Keep what it is refused with; gives what was kept first, if it came twice at once. */
  keep<Kept>(asked: AskedBooking, refusal: Kept): Promise<Kept> {
    return this.db.transaction('keep-refusal', (tx) => this.idempotency.once(
      tx, scopeOf(asked), asked.key, asked.hash, () => Promise.resolve(refusal)));
  }
}

/** By its bytes as well: under the key of what was refused another request may come. */
function scopeOf({ caseId, hash }: AskedBooking): string {
  return `refused:${caseId}:${hash.toString('base64url')}`;
}
