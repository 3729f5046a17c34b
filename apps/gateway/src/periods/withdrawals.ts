import { Inject, Injectable } from '@nestjs/common';
import { termsWithdrawn } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { AuditStore } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { PeriodsStore } from '../programmes/periods.store.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';

/** Outcome of taking a proposal back; the same again says the same. */
export type WithdrawOutcome =
  | { readonly kind: 'withdrawn'; readonly period: string }
  | { readonly kind: 'not-withdrawn'; readonly code: string; readonly message: string };

/**
 * Takes back what HR proposed and nobody has confirmed. Others can be proposed once the vault has
 * answered: what it confirmed meanwhile holds, and must not stand beside another proposal here.
 */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly db: Database,
    private readonly store: PeriodsStore,
    private readonly programmes: ProgrammesStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Take a year of the caller's programme back. @throws CodedError NOT_FOUND */
  withdraw(caller: HrCaller, programmeId: string, label: string): Promise<WithdrawOutcome> {
    return this.db.transaction('withdraw-period', async (tx): Promise<WithdrawOutcome> => {
      const programme = await this.programmes.find(tx, programmeId, caller.employerId);
      if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      const proposal = await this.store.withdraw(tx, programmeId, label, today(this.clock));
      if (proposal === undefined) return this.standing(tx, programmeId, label);
      await this.audit.add(tx, caller, 'PERIOD_WITHDRAWN', `${programme.name} ${label}`,
        this.clock.now());
      await put(tx, { contract: termsWithdrawn,
        payload: { programme: programmeId, period: label, proposal } });
      return { kind: 'withdrawn', period: label };
    });
  }

  private async standing(tx: Tx, programmeId: string, label: string): Promise<WithdrawOutcome> {
    const period = await this.store.find(tx, programmeId, label);
    return period?.withdrawn ? { kind: 'withdrawn', period: label } : {
      kind: 'not-withdrawn', code: 'NOT_WAITING',
      message: 'No proposal of this year waits to be confirmed.' };
  }
}
