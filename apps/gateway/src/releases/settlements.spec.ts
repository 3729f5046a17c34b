import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { reportReleased } from '#contracts/jobs';
import { readPeriod } from '#calendar/periods';
import { shortfallToInvoice } from '#billing/shortfall';
import { balanceOf } from '#disclosure/year/money';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  confirmPeriod, createProgramme, openPeriod, PERIOD, reportTerms, signedInOwner,
} from '../../testing/story.ts';
import { madeYear, reportsOf, sitesOf } from '../../testing/year-reports.ts';
import { ReportsStore } from './reports.store.ts';
import { SettlementsService } from './settlements.service.ts';

const PRICE = 9_500;
const INVOICES = `query ($id: ID!) { invoices(programmeId: $id) { number status sessions
  shortfallOf dueOn total { minor } } }`;
const BALANCE = `query ($id: ID!) { balance(programmeId: $id) {
  purchased displayed shortfall shortfallInvoiced } }`;

interface Seen {
  readonly number: string;
  readonly status: 'OPEN' | 'PAID' | 'CANCELLED';
  readonly sessions: number;
  readonly shortfallOf: string | null;
  readonly total: { readonly minor: string };
}

/** A programme, with what its reports have settled so far. */
interface Model {
  readonly id: string;
  readonly settled: number[];
}

describe('what is settled and what was bought', () => {
  let rig: Rig;
  let owner: Client;
  let operator: Client;
  beforeAll(async () => {
    rig = await startRig();
    operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
  });
  afterAll(() => rig.close());
  beforeEach(async () => { owner = await signedInOwner(rig); });
  afterEach(async () => {
    expect(await rig.cluster.query('gateway', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  const opened = async (name: string, more: object = {}): Promise<Model> => {
    const id = await createProgramme(owner, name, more);
    await openPeriod(rig, owner, id);
    return { id, settled: [] };
  };
  const order = (id: string, sessions: number, more: object = {}) => owner.field(
    `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename
       ... on PurchaseRefused { code } } }`,
    { input: { programmeId: id, sessions, method: 'INVOICE', idempotencyKey: randomUUID(), ...more } });
  const invoices = ({ id }: Model) => owner.field<Seen[]>(INVOICES, { id });
  const shortfalls = async (model: Model) =>
    (await invoices(model)).filter(({ shortfallOf }) => shortfallOf !== null)
      .map(({ status, sessions, shortfallOf }) => [status, sessions, shortfallOf]);
  const pay = (number: string, amount: string, reference: string) => operator.field(
    `mutation ($number: String!, $amount: String!, $reference: String!) { recordPayment(
       invoiceNumber: $number, amountMinor: $amount, reference: $reference) { __typename } }`,
    { number, amount, reference });
  const cancel = (number: string) => operator.field(
    `mutation ($number: String!) { cancelInvoice(invoiceNumber: $number) { __typename } }`, { number });
  const reverse = (number: string, reference: string) => operator.field(
    `mutation ($number: String!, $reference: String!) { reversePayment(invoiceNumber: $number,
       reference: $reference, reason: "another's") { __typename
       ... on PaymentNotReversed { code } } }`, { number, reference });
  /** The next report of a year is taken, which says nothing but so many more settled sessions. */
  const release = async ({ id, settled }: Model, more: number, period = PERIOD) => {
    settled.push((settled.at(-1) ?? 0) + more);
    const days = readPeriod(period)!.reports[settled.length - 1]!;
    const [shape] = reportsOf(id, period, madeYear(await reportTerms(rig, id, period), [1]));
    const report = { ...shape!, report: days.label, releasedOn: days.releases,
      release: { ...shape!.release, period: settled.length, settled: settled.at(-1)! } };
    const signed = await rig.sign('report', report);
    await rig.db.transaction('release', async (tx) => {
      await new ReportsStore().add(tx, report, signed);
      await rig.app.get(SettlementsService, { strict: false }).settle(tx, id);
    });
  };
  const told = async (model: Model, ...settled: number[]) => {
    for (const more of settled) await release(model, more);
  };
  const accounts = async () => Object.fromEntries((await rig.cluster.query<{
    family: string; balance: string }>('gateway', `SELECT split_part(code, ':', 1) AS family,
      balance::text FROM account JOIN employer e ON code LIKE '%:employer/' || e.id || '/EUR'
      JOIN hr_user u ON u.employer_id = e.id WHERE u.id = $1 AND balance <> 0`,
  [(await owner.field<{ id: string }>('{ me { id } }')).id]))
    .map(({ family, balance }) => [family, Number(balance)]));
  const waiting = async () => (await operator.field<{ kind: string; count: number }[]>(
    '{ waiting { kind count } }')).find(({ kind }) => kind === 'SHORTFALLS')?.count ?? 0;

  it('is settled as far as it was bought; the rest is seen, and invoiced with the last report', async () => {
    const before = await waiting();
    const one = await opened('One');
    await order(one.id, 50, { method: 'CARD', cardToken: 'sandbox-ok' });
    await told(one, 30, 0, 40);
    expect(await owner.field(BALANCE, { id: one.id }))
      .toEqual({ purchased: 50, displayed: 0, shortfall: 20, shortfallInvoiced: 0 });
    expect(await accounts()).toEqual({ settled: 50 * PRICE });
    expect([await shortfalls(one), await waiting()]).toEqual([[], before + 1]);
    await told(one, 5);
    expect(await shortfalls(one)).toEqual([['OPEN', 25, PERIOD]]);
    expect(await waiting()).toBe(before);
    expect(await owner.field(BALANCE, { id: one.id }))
      .toEqual({ purchased: 50, displayed: 0, shortfall: 25, shortfallInvoiced: 25 });
    const [, { number, total }] = await invoices(one) as [Seen, Seen];
    expect(await pay(number, total.minor, 'Rest')).toEqual({ __typename: 'PaymentRecorded' });
    expect(await owner.field(BALANCE, { id: one.id }))
      .toEqual({ purchased: 75, displayed: 0, shortfall: 0, shortfallInvoiced: 0 });
    expect(await accounts()).toEqual({ settled: 75 * PRICE });
    const [funding] = await rig.cluster.query<{ payload: object }>('gateway',
      `SELECT payload FROM outbox WHERE name = 'credits.funded'
       AND payload ->> 'programme' = $1 ORDER BY position DESC LIMIT 1`, [one.id]);
    expect(funding!.payload).toMatchObject({ sessions: 25, amountMinor: String(25 * PRICE) });
  });

  it('is of its own programme: another one of the employer pays none of it', async () => {
    const [rich, poor] = [await opened('Rich'), await opened('Poor')];
    await order(rich.id, 50, { method: 'CARD', cardToken: 'sandbox-ok' });
    await told(poor, 12);
    expect(await accounts()).toEqual({ prepaid: 50 * PRICE });
    for (const [{ id }, displayed, shortfall] of [[rich, 50, 0], [poor, 0, 12]] as const) {
      expect(await owner.field(BALANCE, { id })).toMatchObject({ displayed, shortfall });
    }
    // And what was settled of one cannot be taken back because the other has paid.
    await order(poor.id, 20);
    const [{ number }] = await invoices(poor) as [Seen];
    await pay(number, String(20 * PRICE), 'Poor 1');
    expect(await reverse(number, 'Poor 1'))
      .toEqual({ __typename: 'PaymentNotReversed', code: 'SETTLED' });
  });

  it('is not asked for twice: neither by an order that is to be paid, nor once one was cancelled', async () => {
    const one = await opened('Ordered');
    await order(one.id, 10);
    await told(one, 10, 10, 10, 10);
    expect(await shortfalls(one)).toEqual([['OPEN', 30, PERIOD]]);
    // The order is cancelled: what it was to cover is invoiced.
    const [first, second] = await invoices(one) as [Seen, Seen];
    await cancel(first.number);
    expect(await shortfalls(one)).toEqual([['OPEN', 30, PERIOD], ['OPEN', 10, PERIOD]]);
    // An operator who cancels that has her reason: it waits until HR orders it.
    const before = await waiting();
    await cancel(second.number);
    await cancel(second.number);
    expect(await shortfalls(one)).toEqual([['CANCELLED', 30, PERIOD], ['OPEN', 10, PERIOD]]);
    expect(await waiting()).toBe(before + 1);
    await order(one.id, 30);
    expect(await waiting()).toBe(before);
  });

  it('of a year that is left half told is invoiced with the next, and what comes late by itself', async () => {
    const one = await opened('Late');
    await owner.field(`mutation ($id: ID!) {
      openPeriod(programmeId: $id, period: "2027-10") { __typename } }`, { id: one.id });
    await confirmPeriod(rig, one.id, {}, '2027-10');
    await told(one, 5, 5, 5);
    expect(await shortfalls(one)).toEqual([]);
    const next: Model = { id: one.id, settled: [] };
    for (const more of [6, 6, 6, 6]) await release(next, more, '2027-10');
    expect(await shortfalls(one)).toEqual([['OPEN', 15, PERIOD], ['OPEN', 24, '2027-10']]);
    for (const { number } of await invoices(one)) await cancel(number);
    await told(one, 25);
    expect(await shortfalls(one)).toEqual([['CANCELLED', 15, PERIOD], ['CANCELLED', 24, '2027-10'],
      ['OPEN', 25, PERIOD]]);
  });

  it.each([['has a flat price by now', 'seat_price_minor = 5000'],
    ['has ended', `ends_on = '2026-10-31', end_number = 1`]])(
    'can be ordered once its invoice was cancelled, also where the contract %s', async (_, change) => {
      const one = await opened('Changed');
      await told(one, 7, 7, 7, 7);
      const [{ number }] = await invoices(one) as [Seen];
      await rig.cluster.query('gateway', `UPDATE employer SET ${change}
        WHERE id = (SELECT employer_id FROM programme WHERE id = $1)`, [one.id]);
      // What its invoice asks for is not offered beside it.
      const most = async () => (await owner.field<{ mostSessions: number }>(
        'query ($id: ID!) { previewPurchase(programmeId: $id, sessions: 1) { mostSessions } }',
        { id: one.id })).mostSessions;
      const before = await most();
      await cancel(number);
      expect(await most()).toBeGreaterThanOrEqual(Math.max(28, before));
      expect(await order(one.id, 28)).toMatchObject({ __typename: 'Purchased' });
      expect(await most()).toBe(before);
    });

  it('is invoiced once, however often and at once its reports come, and whatever fails between', async () => {
    const one = await opened('Once', { sites: sitesOf(6, 400) });
    const made = madeYear(await reportTerms(rig, one.id), [40, 60, 40, 60]);
    const year = reportsOf(one.id, PERIOD, made);
    const jobs = await Promise.all(year.map((report) => rig.sign('report', report)));
    for (const job of jobs.slice(0, 3)) await rig.deliver(reportReleased, job);
    const [job, id, settled] = [jobs[3]!, randomUUID(), year[3]!.release.settled!];
    await rig.cluster.query('gateway', 'REVOKE UPDATE ON invoice_counter FROM gateway_app');
    await expect(rig.deliver(reportReleased, job, id)).rejects.toThrow();
    await rig.cluster.query('gateway', 'GRANT UPDATE ON invoice_counter TO gateway_app');
    expect(await invoices(one)).toEqual([]);
    await Promise.all([id, id, randomUUID(), randomUUID()].map((each) =>
      rig.deliver(reportReleased, job, each)));
    expect(settled).toBeGreaterThan(200);
    expect(await shortfalls(one)).toEqual([['OPEN', settled, PERIOD]]);
    expect(await accounts()).toEqual({ ar: settled * PRICE, unfunded: settled * PRICE });
  });

  it('agrees in what HR sees, in the book and in the invoices, whatever happens in which order', async () => {
    const step = fc.record({ of: fc.nat(1), at: fc.nat(9), many: fc.integer({ min: 1, max: 40 }),
      do: fc.constantFrom('order', 'pay', 'part', 'cancel', 'reverse', 'release') });
    const course = fc.array(step, { minLength: 12, maxLength: 24 });
    let run = 0;
    await fc.assert(fc.asyncProperty(course, async (steps) => {
      owner = await signedInOwner(rig);
      run += 1;
      const models = [await opened('A'), await opened('B')];
      const references = new Map<string, string>();
      for (const [place, { do: what, of, at, many }] of steps.entries()) {
        const model = models[of]!;
        const known = await invoices(model);
        const one = known[at % Math.max(1, known.length)];
        const reference = `run ${run} step ${place}`;
        if (what === 'order') await order(model.id, many);
        else if (what === 'release') {
          if (model.settled.length < 4) await release(model, many);
        } else if (one && what === 'cancel') await cancel(one.number);
        else if (one && what === 'reverse') {
          await reverse(one.number, references.get(one.number) ?? 'none').catch(() => null);
        } else if (one) {
          const amount = what === 'pay' ? one.total.minor : '4711';
          await pay(one.number, amount, reference);
          references.set(one.number, reference);
        }
        await agree(models);
      }
    }), { numRuns: 6 });
  }, 600_000);

  /** HR's balances, the book and the invoices say the same. */
  const agree = async (models: readonly Model[]) => {
    let [bought, settled, asked] = [0, 0, 0];
    for (const model of models) {
      const all = await invoices(model);
      const sum = (status: Seen['status']) => all.filter((one) => one.status === status)
        .reduce((sessions, one) => sessions + one.sessions, 0);
      const [paid, open] = [sum('PAID'), sum('OPEN')];
      const balance = balanceOf({ paid, open }, [model.settled.map((now, at) =>
        ({ period: at + 1, settled: now }))]);
      expect(await owner.field(BALANCE, { id: model.id })).toEqual({ purchased: paid,
        displayed: balance.left, shortfall: balance.shortfall, shortfallInvoiced: balance.asked });
      const short = (isCancelled: boolean) => all.filter(({ status, shortfallOf }) =>
        shortfallOf !== null && (status === 'CANCELLED') === isCancelled)
        .reduce((sessions, one) => sessions + one.sessions, 0);
      const releases = model.settled.map((now, at) => ({ period: at + 1, settled: now }));
      expect(shortfallToInvoice(paid + open, releases.length === 0 ? [] : [
        { releases, asked: short(false), cancelled: short(true) }])).toBeNull();
      bought += paid;
      settled += balance.covered;
      asked += open;
    }
    const { prepaid = 0, settled: posted = 0, unfunded = 0 } = await accounts();
    expect([prepaid, posted, unfunded])
      .toEqual([(bought - settled) * PRICE, settled * PRICE, asked * PRICE]);
  };
});
