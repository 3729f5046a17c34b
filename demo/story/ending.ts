import type { Narrator } from '../telling/narrator.ts';
import type { Company } from './company.ts';
import type { Findings, Outcome, Promised } from './outcome.ts';
import { broken } from './promises.ts';
import { money } from './purchase.ts';
import { tellReport } from './report-tables.ts';

/** The last acts: the reports as HR has them, the reconciliation, the attacks, the promises. */
export function tellEnding(narrator: Narrator, end: {
  outcome: Outcome; findings: Findings; promises: readonly Promised[];
  companies: readonly Company[];
}): void {
  const { outcome, findings, promises, companies } = end;
  for (const company of companies) {
    narrator.act(`The year of ${company.employer.name}, as its HR reads it`);
    if (company.report) tellReport(narrator, company.report);
  }

  narrator.act('The reconciliation, as the operators count');
  narrator.table(['', 'one side', '', 'other side'], reconciliation(outcome, findings));

  narrator.act('The attacks');
  narrator.table(['attack', 'tried', 'succeeded'],
    outcome.attacks.map(({ name, attempts, succeeded }) => [name, attempts, succeeded]));

  narrator.act('The promises');
  const failures = broken(promises);
  for (const { promise, holds, found } of promises) {
    if (!promise.startsWith('fails: ') || !holds) narrator.verdict(holds, `${promise} (${found})`);
  }
  const fended = promises.filter(({ promise, holds }) => holds && promise.startsWith('fails: '));
  narrator.verdict(fended.length === outcome.attacks.length,
    `${fended.length} of ${outcome.attacks.length} kinds of attack came to nothing`);
  narrator.say(failures.length === 0
    ? `Every promise was kept, in ${outcome.elapsedSeconds} seconds.`
    : `${failures.length} of ${promises.length} promises were BROKEN.`);
}

function reconciliation(outcome: Outcome, findings: Findings): (string | number)[][] {
  const { issued, payouts, ledger } = outcome;
  const amount = (minor: number) =>
    money({ minor: String(minor), currency: payouts.currency });
  return [
    ['issued = spent + unspent', issued.entry + issued.session, '=',
      `${findings.spent.counted} + ${findings.unspent}`],
    ...findings.books.map(({ name, debitsMinor, creditsMinor }) =>
      [`debits = credits, ${name}`, amount(debitsMinor), '=', amount(creditsMinor)]),
    ['holds after the close', amount(ledger.openHoldsMinor), '=', amount(0)],
    ['payouts = remitted', amount(payouts.totalMinor), '=', amount(findings.remittedMinor)],
    ...findings.balances.filter(({ paidUntil }) => paidUntil === null)
      .map(({ employer, purchased, settled, displayed, shortfall }) =>
        [`bought = settled + left, ${employer}`, purchased, '=',
          `${settled} + ${displayed - shortfall}`]),
  ];
}
