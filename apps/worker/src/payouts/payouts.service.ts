import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { confirmPayout, sendPayout } from '#billing/payout';
import { isCovered, toApprove, type Amounts } from '#billing/payout-bound';
import type { WorkerConfig } from '#platform/settings/config';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { UNNAMED } from '#platform/settings/operators';
import type { ProviderCaller } from '../access/caller.ts';
import { ClaimsStore, type ShownClaim } from '../claims/claims.store.ts';
import { CodedError } from '#server/coded-error';
import { CLOCK, WORKER_CONFIG } from '../foundation/tokens.ts';
import { CapsStore } from '../funding/caps.store.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import {
  PayoutRequestsStore, type PayoutRequest, type WaitingRun,
} from './payout-requests.store.ts';
import { PayoutsStore, type Due, type ShownMoney, type ShownPayout } from './payouts.store.ts';

/** What a run came to: nothing is paid while there is any for a second operator to approve. */
export interface Ran {
  readonly kind: 'payouts-run';
  readonly count: number;
  readonly totals: readonly ShownMoney[];
  readonly toApprove: readonly ShownMoney[];
}

/** Verdict on a second operator's yes. */
export type Approving = Ran | Refusal<'payouts-refused'>;

/** What the clock is called where operators have names; theirs have no blanks. */
const THE_CLOCK = 'the clock';

const refused = (code: string, message: string): Refusal<'payouts-refused'> =>
  ({ ...refusal('payouts-refused', message), code });
const NEEDS_NAMES = refused('NEEDS_NAMES',
  'Two operators do this, by their names: start the worker with VAULT_OPERATOR_TOKENS and use the '
    + 'token of your name.');
const NOT_ASKED = refused('NOT_ASKED',
  'No operator has asked for this run yet: one runs it under this key, another one approves it.');
const SAME_OPERATOR = refused('SAME_OPERATOR',
  'You asked for this run yourself: another operator approves it.');
const NOT_WAITING = refused('NOT_WAITING',
  'No such run waits: `payouts waiting` has those that do.');
const ASK_ANEW = refused('ASK_ANEW',
  'More of it needs a second operator by now than was asked for: run payouts under another key, '
    + 'then approve that.');

/** Payouts confirmed in one transaction. */
const CONFIRMED_AT_ONCE = 200;

/** Pays therapists lump sums for their paid claims. */
@Injectable()
export class PayoutsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly ledger: LedgerStore,
    private readonly store: PayoutsStore,
    private readonly claims: ClaimsStore,
    private readonly requests: PayoutRequestsStore,
    private readonly caps: CapsStore,
    @Inject(WORKER_CONFIG) private readonly config: Pick<WorkerConfig, 'payoutsAloneUpTo'>,
  ) {}

  /**
   * Run the payouts that are due, once for a key. What an earlier run left with the bank, because
   * it was interrupted, is confirmed as well. What one operator can't pay alone is asked for in her
   * name, and waits.
   */
  async run(runId: string, by: string): Promise<Ran> {
    const amounts = await this.db.transaction('run-payouts', (tx) => this.begin(tx, runId, by));
    if (Object.keys(amounts).length > 0) {
      return { kind: 'payouts-run', count: 0, totals: [], toApprove: shown(amounts) };
    }
    return this.finish(runId);
  }

  /** The clock's run of a week. Nothing is paid while payouts are held, or two decide on them. */
  async runWeekly(runId: string): Promise<'paid' | 'held' | 'waits'> {
    if (await this.db.read('payouts-held', (tx) => this.store.isHeld(tx))) return 'held';
    return (await this.run(runId, THE_CLOCK)).toApprove.length === 0 ? 'paid' : 'waits';
  }

  /** The operator's run. She has compared with the bank: the clock goes on after it. */
  async runByHand(runId: string, by: string): Promise<Ran> {
    const result = await this.run(runId, by);
    if (result.toApprove.length > 0) return result;
    await this.db.transaction('release-payouts', (tx) => this.store.release(tx));
    return result;
  }

  /** Pay a run that another operator asked for: the claims of then, whatever was claimed since. */
  async approve(runId: string, by: string): Promise<Approving> {
    if (by === UNNAMED) return NEEDS_NAMES;
    const refusedFor = await this.db.transaction('approve-payouts', async (tx) => {
      await this.requests.lock(tx);
      const request = await this.requests.find(tx, runId);
      if (!request || request.approvedBy !== null) return NOT_WAITING;
      if (request.askedBy === THE_CLOCK) return NOT_ASKED;
      if (request.askedBy === by) return SAME_OPERATOR;
      if (request.askedBy === UNNAMED) return NEEDS_NAMES;
      const { claims } = request;
      if (!isCovered(await this.toApprove(tx, claims), request.toApprove)) return ASK_ANEW;
      await this.requests.approve(tx, runId, by);
      await this.gather(tx, runId, claims);
      await this.store.release(tx);
      return null;
    });
    return refusedFor ?? this.finish(runId);
  }

  /** Runs that wait for a second operator. */
  waiting(): Promise<WaitingRun[]> {
    return this.db.read('waiting-payouts', (tx) => this.requests.waiting(tx));
  }

  /** From now on nobody is paid by the clock: payouts since a backup may be forgotten. */
  hold(): Promise<void> {
    return this.db.transaction('hold-payouts', (tx) => this.store.hold(tx, today(this.clock)));
  }

  /** Whether payouts are held, and what is due. */
  standing(): Promise<{ isHeld: boolean; due: ShownMoney[] }> {
    return this.db.read('payouts-standing', async (tx) => ({
      isHeld: await this.store.isHeld(tx), due: await this.store.dueInAll(tx),
    }));
  }

  /** A therapist's payouts, the latest first. */
  list(me: ProviderCaller, first: number): Promise<ShownPayout[]> {
    return this.db.read('list-payouts', (tx) => this.store.list(tx, me.providerId, first));
  }

  /** Remittance advice of one payout. @throws CodedError NOT_FOUND unless it is the caller's. */
  advice(me: ProviderCaller, payoutId: string): Promise<
    { payoutId: string; sentOn: string; amount: ShownMoney; lines: ShownClaim[] }
  > {
    return this.db.read('remittance-advice', async (tx) => {
      const payout = await this.store.find(tx, me.providerId, payoutId);
      if (!payout) throw new CodedError('NOT_FOUND', 'You have no payout with this id.');
      const lines = await this.claims.inPayout(tx, payoutId);
      return { payoutId, sentOn: payout.sentOn, amount: payout.amount, lines };
    });
  }

  /** Begin a run, unless it waits: says what of it is to be approved. */
  private async begin(tx: Tx, runId: string, by: string): Promise<Amounts> {
    await this.requests.lock(tx);
    if (await this.requests.isDone(tx, runId)) return {};
    const known = await this.requests.find(tx, runId);
    const fixed = known && isFixed(known, by) ? known : null;
    const claims = fixed?.claims ?? await this.store.due(tx);
    const toApprove = await this.toApprove(tx, claims);
    if (Object.keys(toApprove).length === 0) {
      await this.gather(tx, runId, claims);
      return {};
    }
    if (fixed) return fixed.toApprove;
    if (by !== THE_CLOCK || !known) {
      await this.requests.ask(tx, runId, { askedBy: by, claims, toApprove }, today(this.clock));
    }
    return toApprove;
  }

  /** What of these claims needs a second operator; no funding changes while it is paid. */
  private async toApprove(tx: Tx, claims: readonly string[]): Promise<Amounts> {
    for (const programme of await this.requests.programmesOf(tx, claims)) {
      await this.caps.lock(tx, programme);
    }
    const left = await this.requests.leftAlone(tx, today(this.clock));
    return toApprove(
      await this.requests.pay(tx, claims), { upTo: this.config.payoutsAloneUpTo, left });
  }

  private async finish(runId: string): Promise<Ran> {
    await this.confirmAll();
    const summary = await this.db.read('payouts-summary', (tx) => this.store.summary(tx, runId));
    return { kind: 'payouts-run', ...summary, toApprove: [] };
  }

  /** Pay what is still due of these claims: none that came since they were looked at. */
  private async gather(tx: Tx, runId: string, claims: readonly string[]): Promise<void> {
    const day = today(this.clock);
    if (!await this.store.begin(tx, runId, day)) return;
    for (const due of await this.store.payees(tx, claims)) {
      await this.send(tx, runId, due, claims, day);
    }
    await this.requests.forget(tx, runId, day);
  }

  private async send(
    tx: Tx, runId: string, due: Due, claims: readonly string[], day: string,
  ): Promise<void> {
    const id = randomUUID();
    const total = await this.store.gather(tx, { ...due, id, runId }, claims, day);
    if (total === null) return;
    const decision = sendPayout(due.providerId, money(BigInt(total), due.currency));
    if (decision.kind !== 'sent') throw new Error('a payout of nothing was gathered');
    const { currency } = decision.payout.amount;
    await this.ledger.open(tx, [
      vaultAccount('payout-in-flight', due.providerId, currency),
      vaultAccount('cash:payouts', null, currency),
    ]);
    await this.ledger.mustPost(tx, [journalItem(id, day, decision.entry)]);
  }

  /**
   * The bank's answers. There is no bank file yet: a payout counts as recorded by hand, and so as
   * confirmed, right after the transaction that sent it.
   */
  private async confirmAll(): Promise<void> {
    for (;;) {
      const confirmed = await this.db.transaction('confirm-payouts', async (tx) => {
        const waiting = await this.store.inFlight(tx, CONFIRMED_AT_ONCE);
        await this.ledger.mustPost(tx, waiting.map(({ id, providerId, amountMinor, currency }) => {
          const amount = money(BigInt(amountMinor), currency);
          const entry = confirmPayout({ provider: providerId, amount });
          return journalItem(randomUUID(), today(this.clock), entry, id);
        }));
        await this.store.confirm(tx, waiting.map(({ id }) => id));
        return waiting.length;
      });
      if (confirmed < CONFIRMED_AT_ONCE) return;
    }
  }
}

/**
 * Whether a request stays what it is, so that another operator says yes to what she has seen. The
 * clock's own, and one of nobody's name, becomes that of the operator who asks for it by hers.
 */
function isFixed({ askedBy }: PayoutRequest, by: string): boolean {
  if (askedBy === THE_CLOCK) return false;
  return askedBy !== UNNAMED || by === THE_CLOCK;
}

function shown(amounts: Amounts): ShownMoney[] {
  return Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => ({ minor: minor.toString(), currency }));
}
