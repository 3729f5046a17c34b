import { randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  confirmPeriod, createProgramme, proposePeriod, signedInOwner,
} from '../../testing/story.ts';

const INVOICES = `query ($id: ID!) { invoices(programmeId: $id) { number status method sessions
  period seats unitPrice { minor } net { minor } total { minor } } }`;
const PAY = `mutation ($number: String!, $amount: String!) {
  recordPayment(invoiceNumber: $number, amountMinor: $amount, reference: "R-1") { __typename } }`;

interface Seen { readonly number: string; readonly status: string }

describe('a year at a flat price', () => {
  let rig: Rig;
  let owner: Client;
  let operator: Client;
  let id: string;
  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig, undefined, { seatPriceMinor: '2400' });
    id = await createProgramme(owner);
    operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
  });
  afterAll(() => rig.close());

  const invoices = () => owner.field<Seen[]>(INVOICES, { id });
  const balance = () => owner.field(
    'query ($id: ID!) { balance(programmeId: $id) { purchased displayed paidUntil } }', { id });
  const accounts = async () => Object.fromEntries((await rig.cluster.query<{
    family: string; balance: string }>('gateway', `SELECT split_part(code, '/', 1) AS family,
      sum(balance)::text AS balance FROM account WHERE balance <> 0 GROUP BY 1`))
    .map(({ family, balance: sum }) => [family, Number(sum)]));

  it('is shown before it is opened: so much for each seat, and nothing for sessions', async () => {
    expect(await owner.field(`query ($id: ID!) { previewYear(programmeId: $id, period: "2026-10") {
      ... on YearPreview { seats seatPrice { minor currency } total { minor } } } }`, { id }))
      .toEqual({ seats: 170, seatPrice: { minor: '2400', currency: 'EUR' },
        total: { minor: '408000' } });
  });

  it('is invoiced once, when the vault has confirmed it', async () => {
    await proposePeriod(owner, id);
    expect(await invoices()).toEqual([]);
    await confirmPeriod(rig, id);
    await confirmPeriod(rig, id);
    expect(await invoices()).toEqual([{ number: 'INV-2026-000001', status: 'OPEN', method: 'INVOICE',
      sessions: 1360, period: '2026-10', seats: 170, unitPrice: { minor: '2400' },
      net: { minor: '408000' }, total: { minor: '408000' } }]);
    expect(await accounts()).toEqual({ 'ar:employer': 408_000, 'unfunded:employer': 408_000 });
    const [{ periods: [period] }] = await owner.field<[{ periods: [object] }]>(
      '{ programmes { periods { seatPrice { minor currency } } } }');
    expect(period).toEqual({ seatPrice: { minor: '2400', currency: 'EUR' } });
  });

  it('is paid for good: until its last day, into an account from which nothing settles', async () => {
    expect(await balance()).toEqual({ purchased: 0, displayed: 0, paidUntil: null });
    const [{ number }] = await invoices() as [Seen];
    expect(await operator.field(PAY, { number, amount: '408000' }))
      .toEqual({ __typename: 'PaymentRecorded' });
    expect(await balance()).toEqual({ purchased: 0, displayed: 0, paidUntil: '2027-09-30' });
    expect(await accounts()).toEqual({ 'cash:bank': 408_000, 'flat:employer': 408_000 });
    const [{ payload }] = await rig.cluster.query<{ payload: object }>('gateway',
      `SELECT payload FROM outbox WHERE name = 'credits.funded'`) as [{ payload: object }];
    expect(payload).toMatchObject({ programme: id, sessions: 1360, amountMinor: '408000',
      currency: 'EUR', period: '2026-10' });
  });

  it('sells no session beside it', async () => {
    expect(await owner.field(`mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) {
      ... on PurchaseRefused { code message } } }`, { input: { programmeId: id, sessions: 1,
      method: 'INVOICE', idempotencyKey: randomUUID() } })).toEqual({ code: 'BEYOND_TERMS',
      message: 'Your contract has a flat price for each seat and year: there are no sessions to order.' });
  });

  it('follows the contract of when it is proposed: a change is of later years', async () => {
    const { employer } = await owner.field<{ employer: { id: string } }>('{ me { employer { id } } }');
    const change = (seatPriceMinor: string) => operator.field(
      `mutation ($input: ChangeCustomerInput!) { changeCustomer(input: $input) {
        ... on CustomerChanged { customer { seatPrice { minor } } } } }`,
      { input: { employerId: employer.id, seatPriceMinor } });
    expect(await change('2500')).toEqual({ customer: { seatPrice: { minor: '2500' } } });
    expect(await change('0')).toEqual({ customer: { seatPrice: null } });
    expect(await owner.field('{ programmes { seatPrice { minor } periods { seatPrice { minor } } } }'))
      .toEqual([{ seatPrice: null, periods: [{ seatPrice: { minor: '2400' } }] }]);
  });
});
