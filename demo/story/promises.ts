import type { AttackCount, Balance, Book, Findings, Outcome, Promised } from './outcome.ts';

/** Hold the story's counts against every promise of the product; nothing here asks the system. */
export function checkPromises(outcome: Outcome, findings: Findings): Promised[] {
  return [
    ...creditsAddUp(outcome, findings),
    ...findings.books.map(bookBalances),
    ...moneyAddsUp(outcome, findings),
    ...reportsAreSafe(outcome, findings),
    ...outcome.attacks.map(attackFails),
    promised('client and therapist are shown the same place to meet',
      findings.whereabouts.booked > 0
      && findings.whereabouts.agreed === findings.whereabouts.booked,
      `${findings.whereabouts.agreed} of ${findings.whereabouts.booked} booked sessions`),
    promised('a lost device costs nobody a credit',
      outcome.recoveredWallets === findings.walletsLost && findings.walletsLost > 0,
      `${outcome.recoveredWallets} of ${findings.walletsLost} wallets restored`),
  ];
}

/** Only what is broken, for the exit code and the last lines of the story. */
export function broken(promises: readonly Promised[]): Promised[] {
  return promises.filter((one) => !one.holds);
}

/**
 * The demo's exit code.
 *
 * @param code how the story's process ended. @param promises undefined when the story broke off.
 */
export function exitCodeOf(
  code: number | null, promises: readonly Promised[] | undefined,
): 0 | 1 {
  return code === 0 && promises && broken(promises).length === 0 ? 0 : 1;
}

function promised(promise: string, holds: boolean, found: string): Promised {
  return { promise, holds, found };
}

function creditsAddUp(outcome: Outcome, findings: Findings): Promised[] {
  const { members, issued, cases } = outcome;
  const { spent, unspent, entitled } = findings;
  const total = issued.entry + issued.session;
  return [
    promised('every member is issued one entry credit and all session credits of her terms',
      issued.entry === members && issued.session === entitled,
      `${members} members, ${issued.entry} entry and ${issued.session} session credits`),
    promised('issued = spent + unspent',
      total === spent.counted + unspent && spent.known === spent.counted,
      `${total} = ${spent.counted} + ${unspent}`),
    promised('one entry credit opens one case', cases > 0 && cases === findings.entrySpent,
      `${cases} cases, ${findings.entrySpent} entry credits spent`),
  ];
}

function bookBalances(book: Book): Promised {
  return promised(`debits = credits in the ${book.name}'s book`,
    book.entries > 0 && book.debitsMinor === book.creditsMinor,
    `${book.debitsMinor} = ${book.creditsMinor} in ${book.entries} entries`);
}

function moneyAddsUp(outcome: Outcome, findings: Findings): Promised[] {
  const { claims, sessions, payouts, ledger } = outcome;
  return [
    promised('holds = 0 after the close', ledger.openHoldsMinor === 0,
      `${ledger.openHoldsMinor} minor units held`),
    promised('every delivered session is paid once, and nothing else is',
      claims.paid === sessions.delivered && claims.paid > 0,
      `${claims.paid} claims paid for ${sessions.delivered} sessions`),
    promised('every claim stands in its therapist\'s list, with its answer',
      findings.claimsListed.paid === claims.paid && findings.claimsListed.denied === claims.rejected
      && claims.submitted === claims.paid + claims.rejected,
      `${claims.submitted} = ${findings.claimsListed.paid} + ${findings.claimsListed.denied}`),
    promised('payouts = what the remittance advices list',
      payouts.totalMinor === findings.remittedMinor && payouts.count > 0,
      `${payouts.totalMinor} = ${findings.remittedMinor} ${payouts.currency} minor units`),
  ];
}

function reportsAreSafe(outcome: Outcome, findings: Findings): Promised[] {
  const { brokenReports, told, ofFew } = findings;
  const { reports } = outcome;
  const all = findings.balances.reduce((sum, { settled }) => sum + settled, 0);
  const small = told.filter(({ users, least, others }) =>
    users < least || (others !== null && others < least));
  return [
    promised('every report is signed by the vault and keeps all that its plan promised',
      brokenReports.length === 0 && reports.length > 0,
      brokenReports[0] ?? `${reports.length} years, checked by the vault's key alone`),
    promised('no number is told of fewer than k people, or beside fewer than k who are not of it',
      small.length === 0, `${told.length} numbers told, ${small.length} of too few`),
    ...ofFew.map(({ employer, people, numbers }) =>
      promised(`${employer}, of whose people few came, reads "can't be told" and no number`,
        people === null && numbers === 0, `${numbers} numbers told`)),
    promised('what HR can read does not move with anyone\'s care before the release',
      findings.employerUnmoved, findings.employerUnmoved ? 'byte-identical' : 'it moved'),
    ...findings.balances.map(balanceAddsUp),
    promised('no session is settled that was not delivered', all <= outcome.sessions.delivered,
      `${all} settled, ${outcome.sessions.delivered} delivered`),
  ];
}

function balanceAddsUp(
  { employer, purchased, displayed, shortfall, settled, paidUntil }: Balance,
): Promised {
  if (paidUntil !== null) {
    return promised(
      `${employer} has a flat price: a year is paid, and no session is ever counted for it`,
      purchased === 0 && displayed === 0 && shortfall === 0 && settled === 0,
      `paid until ${paidUntil}`);
  }
  return promised(`the balance of ${employer} is what it bought less what is settled`,
    displayed - shortfall === purchased - settled && Math.min(displayed, shortfall) === 0,
    `${displayed - shortfall} = ${purchased} − ${settled}`);
}

function attackFails(attack: AttackCount): Promised {
  return promised(`fails: ${attack.name}`, attack.succeeded === 0 && attack.attempts > 0,
    `${attack.succeeded} of ${attack.attempts} succeeded`);
}
