import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { money } from '#billing/money';
import { issueInvoice, type Invoicing } from '#billing/purchase';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { AuditStore } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { ProgrammesStore, type ProgrammeRow } from '../programmes/programmes.store.ts';
import { chargeCard } from './charge-card.contract.ts';
import { describeInvoice } from './describe-invoice.ts';
import { InvoicesStore, type InvoiceRow } from '../invoices/invoices.store.ts';
import { IssuingService } from '../invoices/issuing.service.ts';
import { SettlementsService } from '../releases/settlements.service.ts';
import { OrderableStore } from './orderable.store.ts';
import { PaymentsService } from './payments.service.ts';
import type { Invoice, PurchasePreview } from './purchases.graphql.ts';
import { SandboxCards } from './sandbox-cards.ts';

/** An order as it was checked. */
export interface Order {
  readonly programmeId: string;
  readonly sessions: number;
  readonly method: 'INVOICE' | 'CARD';
  readonly cardToken: string | null;
  readonly idempotencyKey: string;
}

/** Outcome of an order; the same order under the same key has the same outcome. */
export type PurchaseOutcome =
  | { readonly kind: 'purchased'; readonly invoice: Invoice }
  | {
    readonly kind: 'card-declined' | 'purchase-refused';
    readonly code: string; readonly message: string;
  };

/** An order is of more sessions than its programme allows yet. */
class BeyondTerms extends Error {
  override readonly name = 'BeyondTerms';

  constructor(most: number, isFlat: boolean) {
    super(isFlat && most === 0 ? 'Your contract has a flat price for each seat and year: there are no '
      + 'sessions to order.' : `No more than ${most} sessions can be ordered now: with what was ordered, the people of your `
        + 'programme can use no more. For the next year, open it first.');
  }
}

/** Takes orders of session credits. */
@Injectable()
export class PurchasesService {
  constructor(
    private readonly db: Database,
    private readonly store: InvoicesStore,
    private readonly orderable: OrderableStore,
    private readonly programmes: ProgrammesStore,
    private readonly payments: PaymentsService,
    private readonly issuing: IssuingService,
    private readonly settlements: SettlementsService,
    private readonly cards: SandboxCards,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What an order would cost: the same terms that the order itself goes by. */
  async preview(
    caller: HrCaller, programmeId: string, sessions: number,
  ): Promise<PurchasePreview> {
    const found = await this.db.read('preview-purchase', async (tx) => {
      const programme = await this.programmes.find(tx, programmeId, caller.employerId);
      return programme && { programme, mostSessions: await this.most(tx, programme) };
    });
    if (!found) throw new CodedError('NOT_FOUND', 'You have no such programme.');
    const { programme, mostSessions } = found;
    const invoicing = termsOf(programme, sessions);
    if (invoicing.kind === 'refused') throw new CodedError('BAD_USER_INPUT', 'Order fewer sessions.');
    const { sessionPriceMinor, currency, taxBps } = programme;
    const { net, tax, gross } = invoicing.terms;
    const amount = (minor: bigint) => ({ minor: minor.toString(), currency });
    return {
      sessions, mostSessions, taxBps, unitPrice: amount(sessionPriceMinor), net: amount(net.minor),
      tax: amount(tax.minor), total: amount(gross.minor), dueOn: this.issuing.dueDay(),
      methods: this.cards.areTaken ? ['INVOICE', 'CARD'] : ['INVOICE'],
    };
  }

  /** Order credits: invoiced in the same transaction, or charged to the card after it. */
  async purchase(caller: HrCaller, order: Order): Promise<PurchaseOutcome> {
    if (order.method === 'CARD' && !this.cards.areTaken) {
      return {
        kind: 'purchase-refused', code: 'NO_CARDS',
        message: 'Cards are not taken here. Pay by invoice.',
      };
    }
    const placed = await this.db.transaction('purchase', async (tx) => {
      const programme = await this.programmes.findHeld(tx, order.programmeId, caller.employerId);
      if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      return this.place(tx, programme, order, caller);
    }).catch((error: unknown) => {
      if (error instanceof BeyondTerms) return error;
      throw error;
    });
    if (!placed) {
      return { kind: 'purchase-refused', code: 'TOO_LARGE', message: 'Order fewer sessions.' };
    }
    if (placed instanceof BeyondTerms) {
      return { kind: 'purchase-refused', code: 'BEYOND_TERMS', message: placed.message };
    }
    const settled = placed.status === 'CHARGING' ? await this.settleCharge(placed.id) : placed;
    return outcomeOf(settled);
  }

  /**
   * Charge a card for a committed order and record the outcome, once: the processor knows the
   * charge by the order's id, and the first to record it wins.
   */
  async settleCharge(invoiceId: string): Promise<InvoiceRow> {
    const order = await this.db.transaction('find-charge', (tx) => this.mustLock(tx, invoiceId));
    if (order.status !== 'CHARGING') return order;
    const charge = await this.cards.charge({
      key: order.id, token: order.cardToken ?? '',
      amount: money(BigInt(order.totalMinor), order.currency),
    });
    return this.db.transaction('settle-charge', async (tx) => {
      const current = await this.mustLock(tx, invoiceId);
      if (current.status !== 'CHARGING') return current;
      if (charge.kind === 'declined') {
        await this.store.decline(tx, invoiceId, charge.reason);
        await this.settlements.settle(tx, current.programmeId);
        await this.writeDown(tx, current, 'CARD_DECLINED');
      } else {
        const issued = await this.issuing.issue(tx, current);
        await this.payments.receive(tx, issued, {
          reference: charge.reference, amountMinor: BigInt(issued.totalMinor), channel: 'CARD',
        });
        await this.writeDown(tx, current, 'CREDITS_ORDERED');
      }
      return this.mustLock(tx, invoiceId);
    });
  }

  private most(tx: Tx, programme: ProgrammeRow): Promise<number> {
    return this.orderable.most(tx, programme, today(this.clock));
  }

  /**
   * Write the order down; null when it is more than we handle.
   *
   * @throws BeyondTerms, which undoes it.
   */
  private async place(
    tx: Tx, programme: ProgrammeRow, order: Order, caller: HrCaller,
  ): Promise<InvoiceRow | null> {
    const { sessionPriceMinor: price, currency, taxBps } = programme;
    const invoicing = termsOf(programme, order.sessions);
    if (invoicing.kind === 'refused') return null;
    const { net, tax, gross } = invoicing.terms;
    const { idempotencyKey, programmeId, sessions, method, cardToken } = order;
    const requestHash = hashOf(order);
    await this.orderable.lock(tx, programmeId);
    const most = await this.most(tx, programme);
    const { row, isNew } = await this.store.add(tx, {
      id: randomUUID(), programmeId, idempotencyKey, requestHash, method, sessions, currency,
      period: null, seats: null, shortfallOf: null,
      taxBps, cardToken, orderedBy: caller.userId, unitPriceMinor: price.toString(),
      netMinor: net.minor.toString(),
      taxMinor: tax.minor.toString(), totalMinor: gross.minor.toString(),
    });
    if (!row.requestHash.equals(requestHash)) {
      throw new CodedError('CONFLICT', 'This idempotencyKey was used for another order. Take a new one.');
    }
    if (!isNew) return row;
    if (sessions > most) throw new BeyondTerms(most, programme.seatPriceMinor !== null);
    if (method === 'INVOICE') {
      const issued = await this.issuing.issue(tx, row);
      await this.writeDown(tx, row, 'CREDITS_ORDERED');
      return issued;
    }
    await put(tx, { contract: chargeCard, payload: { invoice: row.id } });
    return row;
  }

  /**
   * The team reads what became of an order, once that is known, as the deed of who placed it. It is
   * written once the money has moved: all take the locks of both in this order.
   */
  private async writeDown(
    tx: Tx, row: InvoiceRow, action: 'CREDITS_ORDERED' | 'CARD_DECLINED',
  ): Promise<void> {
    if (row.orderedBy === null) return;
    const actor = { userId: row.orderedBy, employerId: row.employerId };
    const subject = `${row.programmeName}: ${row.sessions}, ${row.method}`;
    await this.audit.add(tx, actor, action, subject, this.clock.now());
  }

  private async mustLock(tx: Tx, id: string): Promise<InvoiceRow> {
    const row = await this.store.lock(tx, id);
    if (!row) throw new Error('an order that was committed is not there');
    return row;
  }
}

function termsOf(programme: ProgrammeRow, sessions: number): Invoicing {
  const { sessionPriceMinor: price, currency, taxBps, employerId: employer } = programme;
  return issueInvoice({
    employer, sessions: BigInt(sessions), sessionPrice: money(price, currency),
    taxBps: BigInt(taxBps),
  });
}

function hashOf({ programmeId, sessions, method, cardToken }: Order): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([programmeId, sessions, method, cardToken])).digest();
}

function outcomeOf(row: InvoiceRow): PurchaseOutcome {
  if (row.status === 'DECLINED') {
    return { kind: 'card-declined', code: 'CARD_DECLINED', message: row.declineReason ?? '' };
  }
  return { kind: 'purchased', invoice: describeInvoice(row) };
}
