import { Inject, Injectable } from '@nestjs/common';
import { END_NOTICE_DAYS } from '#contracts/end-notice';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { daysAfter } from '#calendar/days';
import { AuditStore } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { OperatorCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { tellEnds } from '../programmes/tell-ends.ts';
import { noCustomer, type CustomerOutcome } from './customers.service.ts';
import { CustomersStore } from './customers.store.ts';

/** Numbers of announcements of one day. */
const A_DAY = 1_000;
const DAY_MS = 86_400_000;

/** The end of all that a customer has, one day for all its members. */
@Injectable()
export class AnnouncedEnds {
  constructor(
    private readonly db: Database,
    private readonly store: CustomersStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Announce the last day, another one, or with null that there is none, while it is ahead. */
  announce(
    { name: operator }: OperatorCaller, employerId: string, lastDay: string | null,
  ): Promise<CustomerOutcome> {
    return this.db.transaction('announce-end', async (tx) => {
      if (!await this.store.lock(tx, employerId)) noCustomer();
      const present = await this.store.endOf(tx, employerId);
      if (present.endsOn === lastDay) return this.told(tx, employerId);
      const refusal = this.refusalOf(present.endsOn, lastDay);
      if (refusal) return refusal;
      // Higher than all before, also after a restore that has forgotten some: days go on.
      const day = Math.floor(this.clock.now().getTime() / DAY_MS);
      const number = Math.max((present.number ?? 0) + 1, day * A_DAY);
      await this.store.setEnd(tx, employerId, { endsOn: lastDay, number });
      await tellEnds(tx, { employerId });
      await this.audit.addOfOperators(tx, employerId, [operator],
        lastDay === null ? 'END_WITHDRAWN' : 'END_ANNOUNCED', lastDay ?? '', this.clock.now());
      return this.told(tx, employerId);
    });
  }

  private refusalOf(present: string | null, lastDay: string | null): CustomerOutcome | null {
    const day = today(this.clock);
    if (present !== null && present < day) {
      return refused('END_OVER', `The last day was ${present}: members were told, and it is over.`);
    }
    const first = daysAfter(day, END_NOTICE_DAYS);
    if (lastDay === null || lastDay >= first) return null;
    return refused('END_TOO_SOON',
      `The last day must be ${first} or later: members have ${END_NOTICE_DAYS} days to use what they have.`);
  }

  private async told(tx: Tx, employerId: string): Promise<CustomerOutcome> {
    const customer = await this.store.find(tx, employerId);
    if (!customer) throw new CodedError('NOT_FOUND', 'There is no customer of this id.');
    return { kind: 'customer-changed', customer };
  }
}

function refused(code: string, message: string): CustomerOutcome {
  return { kind: 'customer-refused', code, message };
}
