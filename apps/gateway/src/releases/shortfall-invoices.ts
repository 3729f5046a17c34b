import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { InvoicesStore } from '../invoices/invoices.store.ts';
import { invoicingOf, IssuingService } from '../invoices/issuing.service.ts';
import type { ProgrammeRow } from '../programmes/programmes.store.ts';
import type { StandingBalance } from './balances.service.ts';

/** Invoices what was settled beyond what was ordered: a function of reports and invoices alone. */
@Injectable()
export class ShortfallInvoices {
  constructor(
    private readonly store: InvoicesStore,
    private readonly issuing: IssuingService,
  ) {}

  /**
   * Invoice a programme's shortfall, if there is any to be invoiced, at the price of a session.
   * Once it is issued it counts as ordered, so that it is not asked for again; one that an operator
   * has cancelled is not made again.
   */
  async issue(
    tx: Tx, programme: ProgrammeRow, { toInvoice }: StandingBalance,
  ): Promise<void> {
    if (!toInvoice) return;
    const { sessions, year } = toInvoice;
    const { id: programmeId, employerId, currency, taxBps, sessionPriceMinor } = programme;
    const priced = { employerId, sessions, seats: null, currency, taxBps,
      unitPriceMinor: sessionPriceMinor.toString() };
    const invoicing = invoicingOf(priced);
    if (invoicing.kind === 'refused') throw new Error(`a shortfall was ${invoicing.reason}`);
    const { net, tax, gross } = invoicing.terms;
    const { row } = await this.store.add(tx, {
      ...priced, id: randomUUID(), programmeId, period: null, shortfallOf: year,
      idempotencyKey: randomUUID(), method: 'INVOICE', cardToken: null, orderedBy: null,
      requestHash: createHash('sha256').update(JSON.stringify([year, sessions])).digest(),
      netMinor: net.minor.toString(), taxMinor: tax.minor.toString(),
      totalMinor: gross.minor.toString(),
    });
    await this.issuing.issue(tx, row);
  }
}
