import { ATTACKS, AttackLog } from '../../demo/story/attack-log.ts';
import type { Findings, Outcome } from '../../demo/story/outcome.ts';
import { planSmallEmployer, planStory } from '../../demo/story/plot.ts';
import { broken, checkPromises, exitCodeOf } from '../../demo/story/promises.ts';

const outcome: Outcome = {
  purchasedCredits: 1920, members: 240, issued: { entry: 240, session: 1920 },
  cases: 48, referrals: 48,
  sessions: { booked: 210, cancelled: 8, delivered: 206, bearer: 6 },
  claims: { submitted: 214, paid: 206, rejected: 8 },
  payouts: { count: 12, totalMinor: 1_957_000, currency: 'EUR' },
  attacks: [{ name: 'the same credit twice', attempts: 2, succeeded: 0 }],
  recoveredWallets: 1,
  ledger: { entries: 500, debitsMinor: 9_000_000, creditsMinor: 9_000_000, openHoldsMinor: 0 },
  reports: [{ employer: 'Northwind', period: '2026-10', released: 4, people: 48, numbers: 9 }],
  displayedBalance: 1720, elapsedSeconds: 60,
};

const findings: Findings = {
  entitled: 1920, spent: { known: 256, counted: 256 }, unspent: 1904, entrySpent: 48,
  claimsListed: { paid: 206, denied: 8 },
  books: [{ name: 'vault', entries: 500, debitsMinor: 90, creditsMinor: 90 }],
  walletsLost: 1, whereabouts: { booked: 200, agreed: 200 }, remittedMinor: 1_957_000,
  balances: [{ employer: 'Northwind', purchased: 1920, displayed: 1720, shortfall: 0, settled: 200,
    paidUntil: null },
  { employer: 'Bakery', purchased: 0, displayed: 0, shortfall: 0, settled: 0,
    paidUntil: '2027-09-30' }],
  employerUnmoved: true, brokenReports: [],
  told: [{ users: 48, least: 10, others: 192 }, { users: 10, least: 10, others: null }],
  ofFew: [{ employer: 'Bakery', period: '2026-10', released: 4, people: null, numbers: 0 }],
};

describe('the check of the promises', () => {
  it('finds nothing broken in a story that adds up', () => {
    expect(broken(checkPromises(outcome, findings))).toEqual([]);
  });

  it.each<[string, Partial<Outcome>, Partial<Findings>]>([
    ['issued = spent + unspent', {}, { unspent: 1903 }],
    ['issued = spent + unspent', {}, { spent: { known: 255, counted: 256 } }],
    ['every member is issued', { issued: { entry: 241, session: 1920 } }, { unspent: 1905 }],
    ['holds = 0 after the close', { ledger: { ...outcome.ledger, openHoldsMinor: 1 } }, {}],
    ['debits = credits in the vault\'s book', {},
      { books: [{ name: 'vault', entries: 1, debitsMinor: 1, creditsMinor: 2 }] }],
    ['every delivered session is paid once',
      { claims: { submitted: 215, paid: 207, rejected: 8 } },
      { claimsListed: { paid: 207, denied: 8 } }],
    ['every claim stands in its therapist\'s list', { claims: { ...outcome.claims, rejected: 7 } }, {}],
    ['every claim stands in its therapist\'s list', {}, { claimsListed: { paid: 206, denied: 7 } }],
    ['one entry credit opens one case', {}, { entrySpent: 49 }],
    ['one entry credit opens one case', { cases: 0 }, { entrySpent: 0 }],
    ['payouts = what the remittance advices list', {}, { remittedMinor: 1 }],
    ['fails: the same credit twice',
      { attacks: [{ name: 'the same credit twice', attempts: 2, succeeded: 1 }] }, {}],
    ['fails: nothing tried', { attacks: [{ name: 'nothing tried', attempts: 0, succeeded: 0 }] }, {}],
    ['a lost device costs nobody a credit', { recoveredWallets: 0 }, {}],
    ['the same place to meet', {}, { whereabouts: { booked: 200, agreed: 199 } }],
    ['the same place to meet', {}, { whereabouts: { booked: 0, agreed: 0 } }],
    ['every report is signed', {}, { brokenReports: ['Period 1: a total.'] }],
    ['every report is signed', { reports: [] }, {}],
    ['no number is told of fewer than k people', {},
      { told: [{ users: 9, least: 10, others: 30 }] }],
    ['no number is told of fewer than k people', {},
      { told: [{ users: 30, least: 10, others: 9 }] }],
    ['Bakery, of whose people few came', {}, { ofFew: [{ ...findings.ofFew[0]!, people: 4 }] }],
    ['Bakery, of whose people few came', {}, { ofFew: [{ ...findings.ofFew[0]!, numbers: 1 }] }],
    ['what HR can read does not move', {}, { employerUnmoved: false }],
    ['the balance of Northwind is what it bought', {},
      { balances: [{ ...findings.balances[0]!, displayed: 1713 }] }],
    ['Bakery has a flat price', {},
      { balances: [findings.balances[0]!, { ...findings.balances[1]!, settled: 1 }] }],
    ['no session is settled that was not delivered', {},
      { balances: [{ ...findings.balances[0]!, displayed: 1713, settled: 207 }] }],
  ])('names the broken promise: %s', (promise, changed, found) => {
    const names = broken(checkPromises({ ...outcome, ...changed }, { ...findings, ...found }))
      .map((one) => one.promise);
    expect(names).toEqual([expect.stringContaining(promise)]);
  });
});

describe('the exit code', () => {
  const kept = checkPromises(outcome, findings);
  const one = { ...kept[0]!, holds: false };

  it.each([
    [0, 'all was kept', 0, kept],
    [1, 'one promise is broken', 0, [...kept, one]],
    [1, 'the story broke off', 0, undefined],
    [1, 'the story\'s process failed', 1, kept],
    [1, 'the story\'s process was killed', null, kept],
  ] as const)('is %i when %s', (expected, _when, code, promises) => {
    expect(exitCodeOf(code, promises)).toBe(expected);
  });
});

describe('the log of attacks', () => {
  it('has every kind in it, so that one which nobody tried is a broken promise', () => {
    const log = new AttackLog();
    for (const name of ATTACKS.slice(1)) log.note(name, false);
    const names = broken(checkPromises({ ...outcome, attacks: log.list() }, findings))
      .map((one) => one.promise);
    expect(names).toEqual([`fails: ${ATTACKS[0]}`]);
  });

  it('remembers every attempt, and every one that succeeded', () => {
    const log = new AttackLog();
    log.note('a forged credit', false);
    log.noteMany('a forged credit', 63, 2);
    expect(log.list().find(({ name }) => name === 'a forged credit'))
      .toEqual({ name: 'a forged credit', attempts: 64, succeeded: 2 });
  });
});

describe('the plan of the story', () => {
  it('is the same for the same seed and another for another', () => {
    const { people, practices } = planStory(240, 12, 7);
    expect(planStory(240, 12, 7)).toMatchObject({ people, practices });
    expect(planStory(240, 12, 8).people).not.toEqual(people);
  });

  it.each([60, 61, 130, 240, 1_200])('gives all of %i people a department', (members) => {
    const large = planStory(members, 12, 1);
    const small = planSmallEmployer(members, large);
    const plans = [[large, members], [small, Math.max(60, members / 10)]] as const;
    for (const [{ sites }, people] of plans) {
      const heads = sites.flatMap((site) => site.departments.map((each) => each.headcount));
      expect(heads.reduce((sum, each) => sum + each, 0)).toBe(people);
      for (const each of heads) expect(each).toBeGreaterThan(0);
    }
  });

  it('has people who come in each three months, and a use that an employer would believe', () => {
    const large = planStory(1_200, 8, 1);
    for (const { people } of [large, planSmallEmployer(1_200, large)]) {
      expect(new Set(people.map(({ quarter }) => quarter)).size).toBe(4);
      expect(new Set(people.map(({ member }) => member)).size).toBe(people.length);
    }
    expect(large.people.length / 1_200).toBeGreaterThanOrEqual(0.04);
    expect(large.people.length / 1_200).toBeLessThanOrEqual(0.08);
  });

  it('has everything in it that the story tells', () => {
    const { people } = planStory(60, 4, 3);
    expect(people.filter((each) => each.losesDevice)).toHaveLength(1);
    const first = people.filter(({ quarter }) => quarter === 0);
    expect(first.some((each) => each.cancels)).toBe(true);
    expect(first.some((each) => each.voucher)).toBe(true);
    for (const each of people) {
      expect(each.sessions + (each.voucher ? 1 : 0)).toBeLessThanOrEqual(8);
    }
  });
});
