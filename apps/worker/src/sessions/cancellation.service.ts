import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { journalItem, type JournalItem } from '#billing/journal';
import { money } from '#billing/money';
import { releaseHold } from '#billing/release';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CodedError } from '../foundation/coded-error.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { AuthorisationsStore, type Cancellable } from './authorisations.store.ts';
import { decideCancellation } from './cancellation.ts';

/** Verdict on cancelling. */
export type Cancelling =
  | { readonly kind: 'session-cancelled'; readonly returnedSessionId: string }
  | Refusal<'too-late-to-cancel'>;

const TOO_LATE = refusal('too-late-to-cancel',
  'A session can be cancelled until 24 hours before it begins. Talk to your therapist.');

/** Cancels sessions in time: the money goes back to the fund, the session to the case. */
@Injectable()
export class CancellationService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly ledger: LedgerStore,
    private readonly store: AuthorisationsStore,
  ) {}

  /** @throws CodedError NOT_FOUND for a session that is not this case's, whoever's it is. */
  cancel(caseId: string, key: string, authorisationId: string): Promise<Cancelling> {
    return this.db.transaction('cancel-session', (tx) =>
      this.once.once<Cancelling>(tx, `cancel:${caseId}`, key, hashRequest({ authorisationId }),
        () => this.giveBack(tx, caseId, authorisationId),
        ({ kind }) => kind === 'session-cancelled'));
  }

  private async giveBack(tx: Tx, caseId: string, authorisationId: string): Promise<Cancelling> {
    const session = await this.store.lockOwn(tx, caseId, authorisationId);
    if (!session) throw new CodedError('NOT_FOUND', 'You have no session of this id.');
    if (decideCancellation(session, this.clock.now()) === 'too-late') return TOO_LATE;
    const returnedSessionId = randomUUID();
    const day = today(this.clock);
    await this.store.cancel(tx, session, caseId, { id: returnedSessionId, day });
    await this.ledger.mustPost(tx, [release(session, day)]);
    return { kind: 'session-cancelled', returnedSessionId };
  }
}

function release(session: Cancellable, day: string): JournalItem {
  const price = money(BigInt(session.feeCapMinor), session.currency);
  const { entry } = releaseHold({ programme: session.programme, price }, 'cancelled');
  return journalItem(randomUUID(), day, entry, session.holdId);
}
