import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { fitsDay } from '#billing/day-hours';
import { journalItem } from '#billing/journal';
import { captureMissed } from '#billing/missed';
import { money } from '#billing/money';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import type { Shares } from './claim-terms.ts';
import { ClaimsStore, type ShownClaim } from './claims.store.ts';
import type { MissedOutcome } from './outcome.ts';

/** A session that is held, locked, as settling it needs it. */
export interface MissedSession extends Pick<Shares, 'missedShareBps'> {
  readonly id: string;
  readonly providerId: string;
  readonly programme: string;
  readonly holdId: string;
  readonly feeCapMinor: string;
  readonly currency: string;
  readonly serviceOn: string;
  readonly modality: string;
  readonly minutes: number;
}

/** Settles sessions that their clients did not keep: half to the therapist, the rest revenue. */
@Injectable()
export class MissedSessionsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly ledger: LedgerStore,
    private readonly store: ClaimsStore,
  ) {}

  /**
   * Pay and record one, in the transaction of whoever ends it; null when its day is paid for as
   * many hours as anybody works: then nothing was done.
   */
  async settle(
    tx: Tx, session: MissedSession, outcome: MissedOutcome, byClient: boolean,
  ): Promise<ShownClaim | null> {
    const { id: authorisationId, providerId, programme, feeCapMinor, currency, minutes } = session;
    const minutesPaid = await this.store.minutesPaid(tx, providerId, session.serviceOn);
    if (!fitsDay(minutesPaid, minutes)) return null;
    const price = money(BigInt(feeCapMinor), currency);
    const missed = captureMissed({ programme, price }, providerId, BigInt(session.missedShareBps));
    await this.ledger.open(tx, [
      vaultAccount('payable:provider', providerId, price.currency),
      vaultAccount('platform-revenue', null, price.currency),
      vaultAccount('delivered:programme', programme, 'SES'),
    ]);
    await this.ledger.mustPost(tx,
      [journalItem(randomUUID(), today(this.clock), missed.entry, session.holdId)]);
    const id = randomUUID();
    await this.store.settle(tx, authorisationId, outcome);
    await this.store.record(tx, {
      id, authorisationId, providerId, serviceOn: session.serviceOn, serviceCode: null, units: 1,
      modality: session.modality, billedMinor: feeCapMinor,
      paidMinor: missed.toProvider.minor.toString(), currency, status: 'paid', adjustments: [],
      outcome, byClient,
    }, today(this.clock));
    return this.store.find(tx, id);
  }
}
