import type { Narrator } from '../telling/narrator.ts';
import type { Employer } from './employer.ts';
import type { Findings, Outcome, Promised } from './outcome.ts';
import { broken } from './promises.ts';
import { money } from './purchase.ts';
import type { Report } from './report.ts';
import { tellReport } from './report-tables.ts';

/** The last act: the report as HR has it, the reconciliation, the attacks, the promises. */
export function tellEnding(narrator: Narrator, end: {
  outcome: Outcome; findings: Findings; promises: readonly Promised[];
  report: Report; employer: Employer;
}): void {
  const { outcome, findings, promises, report } = end;
  narrator.act(`The report of ${report.period}, as HR reads it`);
  tellReport(narrator, report);
  narrator.say(`Balance: ${report.displayed} of ${report.purchased} sessions.`);

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
  const { issued, payouts, ledger, purchasedCredits, displayedBalance } = outcome;
  const amount = (minor: number) =>
    money({ minor: String(minor), currency: payouts.currency });
  return [
    ['issued = spent + unspent', issued.entry + issued.session, '=',
      `${findings.spent.counted} + ${findings.unspent}`],
    ...findings.books.map(({ name, debitsMinor, creditsMinor }) =>
      [`debits = credits, ${name}`, amount(debitsMinor), '=', amount(creditsMinor)]),
    ['holds after the close', amount(ledger.openHoldsMinor), '=', amount(0)],
    ['payouts = remitted', amount(payouts.totalMinor), '=', amount(findings.remittedMinor)],
    ['balance = purchased − settled', displayedBalance, '=',
      `${purchasedCredits} − ${findings.settledSessions}`],
  ];
}
