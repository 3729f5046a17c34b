import { vaultAccount } from './accounts.ts';
import type { Money } from './money.ts';
import { lendShort, type FundState } from './overdraft.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** A year that is paid by a flat price, as the vault's book has it. */
export interface FlatYear {
  /** All that its seats can use; what they have used, once the year is closed. */
  readonly sessions: bigint;
  /** What was paid for all of its seats. */
  readonly price: Money;
  /** What the fund was given for its care; what that costs at most, until the year is closed. */
  readonly care: Money;
}

/**
 * Fund a year at a flat price: `funding → fund` in sessions; in money `funding → flat-care`, and
 * from there `flat-care → fund` what all of its sessions cost at most. So the fund is as full as
 * that of an employer who has paid for every session, and what care costs above the flat price or
 * below it is the balance of `flat-care`: the platform's own, which says nothing of a programme.
 */
export function fundFlat(programme: string, year: FlatYear): Entry {
  const { funding, flatCare, fund } = accountsOf(programme, year.price);
  return entry('flat-funded', 'single', [
    ...move(sessionsOf('funding:programme', programme), sessionsOf('fund:programme', programme),
      year.sessions),
    ...moveMoney(funding, flatCare, year.price), ...moveMoney(flatCare, fund, year.care),
  ]);
}

/**
 * Give back what the care of a closed year did not use: its sessions `fund → funding`, as if they
 * had never been paid for, and its money `fund → flat-care`. What the fund lacks of it, since
 * another year of the programme has spent it, is lent first.
 */
export function closeFlat(
  programme: string, unused: FundState, inFund: FundState,
): readonly Entry[] {
  const { flatCare, fund } = accountsOf(programme, unused.amount);
  const postings = [
    ...sessionsBack(programme, unused.sessions), ...moveMoney(fund, flatCare, unused.amount)];
  if (postings.length === 0) return [];
  return [...lendShort(programme, unused, inFund), entry('flat-closed', 'single', postings)];
}

/** Take the flat price of a year out again, the other way round: what the fund lacks is lent. */
export function withdrawFlat(
  programme: string, year: FlatYear, inFund: FundState,
): readonly Entry[] {
  const { funding, flatCare, fund } = accountsOf(programme, year.price);
  return [
    ...lendShort(programme, { sessions: year.sessions, amount: year.care }, inFund),
    entry('flat-withdrawn', 'single', [
      ...sessionsBack(programme, year.sessions),
      ...moveMoney(fund, flatCare, year.care), ...moveMoney(flatCare, funding, year.price),
    ]),
  ];
}

function sessionsBack(programme: string, sessions: bigint) {
  return move(sessionsOf('fund:programme', programme), sessionsOf('funding:programme', programme),
    sessions);
}

function accountsOf(programme: string, { currency }: Money) {
  return {
    funding: vaultAccount('funding:programme', programme, currency),
    fund: vaultAccount('fund:programme', programme, currency),
    flatCare: vaultAccount('flat-care', null, currency),
  };
}

function sessionsOf(family: 'funding:programme' | 'fund:programme', programme: string) {
  return vaultAccount(family, programme, 'SES');
}
