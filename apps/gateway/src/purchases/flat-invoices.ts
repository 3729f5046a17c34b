import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { planTerms, termsText, type Terms } from '#disclosure/terms';
import type { Tx } from '#platform/database';
import { InvoicesStore } from '../invoices/invoices.store.ts';
import { invoicingOf, IssuingService } from '../invoices/issuing.service.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';

/** Invoices years that are paid by a flat price. */
@Injectable()
export class FlatInvoices {
  constructor(
    private readonly store: InvoicesStore,
    private readonly programmes: ProgrammesStore,
    private readonly issuing: IssuingService,
  ) {}

  /**
   * Invoice a year whose terms are confirmed, once: all of its seats at its flat price. A year that
   * is paid by sessions is invoiced as HR orders them.
   */
  async issue(tx: Tx, terms: Terms): Promise<void> {
    const { programme: programmeId, period, currency, seatPriceMinor } = terms;
    if (seatPriceMinor === undefined) return;
    await this.store.lockMoney(tx, programmeId);
    if (await this.store.hasYear(tx, programmeId, period)) return;
    const programme = await this.programmes.findAny(tx, programmeId);
    const plan = planTerms(terms);
    if (!programme || plan.kind === 'refused') throw new Error('confirmed terms have no plan here');
    const { employerId, taxBps } = programme;
    const { seats, sessions } = plan;
    const priced = {
      employerId, sessions, seats, unitPriceMinor: seatPriceMinor, currency, taxBps };
    const invoicing = invoicingOf(priced);
    if (invoicing.kind === 'refused') throw new Error(`a confirmed year was ${invoicing.reason}`);
    const { net, tax, gross } = invoicing.terms;
    const { row } = await this.store.add(tx, {
      ...priced, id: randomUUID(), programmeId, period, idempotencyKey: randomUUID(),
      requestHash: createHash('sha256').update(termsText(terms)).digest(), method: 'INVOICE',
      netMinor: net.minor.toString(), taxMinor: tax.minor.toString(),
      totalMinor: gross.minor.toString(), cardToken: null, orderedBy: null, shortfallOf: null,
    });
    await this.issuing.issue(tx, row);
  }
}
