import { randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, openPeriod, signedInOwner } from '../../testing/story.ts';
import { Database } from '#platform/database';
import { InvoicesStore } from '../invoices/invoices.store.ts';
import { IssuingService } from '../invoices/issuing.service.ts';
import { SandboxCards } from './sandbox-cards.ts';
import { chargeCard } from './charge-card.contract.ts';

const INVOICE = 'number status sessions net { minor currency } tax { minor } total { minor } paidOn';
const BUY = `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename
  ... on Purchased { invoice { ${INVOICE} } } ... on CardDeclined { code message } ... on PurchaseRefused { code } } }`;
const PAY = `mutation ($number: String!, $amount: String!, $reference: String!) {
  recordPayment(invoiceNumber: $number, amountMinor: $amount, reference: $reference) { __typename
    ... on PaymentRecorded { invoice { status } missing { minor } surplus { minor } }
    ... on PaymentRefused { code } } }`;

interface Bought { __typename: string; invoice: { number: string; status: string } }

describe('buying credits', () => {
  let rig: Rig;
  let owner: Client;
  let operator: Client;
  let programmeId: string;

  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
    programmeId = await createProgramme(owner);
    operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
  });
  afterAll(() => rig.close());

  const buy = (input: object) => owner.field<Bought>(BUY, { input: {
    programmeId, sessions: 100, method: 'INVOICE', idempotencyKey: randomUUID(), ...input,
  } });
  const pay = (number: string, amount: string, reference: string) =>
    operator.field(PAY, { number, amount, reference });
  const balance = () => owner.field(
    'query ($id: ID!) { balance(programmeId: $id) { purchased displayed asOfRelease } }',
    { id: programmeId });
  const funded = async () => (await rig.cluster.query<{ payload: { sessions: number } }>(
    'gateway', 'SELECT payload FROM outbox WHERE name = \'credits.funded\' ORDER BY position',
  )).map(({ payload }) => payload);
  const accounts = async () => Object.fromEntries((await rig.cluster.query<{
    family: string; balance: string;
  }>('gateway', 'SELECT split_part(code, \'/\', 1) AS family, sum(balance)::text AS balance '
    + 'FROM account GROUP BY 1')).map(({ family, balance: sum }) => [family, Number(sum)]));

  it('by invoice gives credits once it is paid in full, however often the bank tells', async () => {
    const { __typename, invoice } = await buy({});
    expect([__typename, invoice]).toEqual(['Purchased', {
      number: 'INV-2026-000001', status: 'OPEN', sessions: 100,
      net: { minor: '950000', currency: 'EUR' }, tax: { minor: '0' }, total: { minor: '950000' },
      paidOn: null,
    }]);
    expect(await accounts()).toEqual({ 'ar:employer': 950_000, 'unfunded:employer': 950_000 });
    expect(await balance()).toEqual({ purchased: 0, displayed: 0, asOfRelease: null });
    const part = { __typename: 'PaymentRecorded', invoice: { status: 'OPEN' }, missing: { minor: '1' },
      surplus: { minor: '0' } };
    expect(await pay(invoice.number, '949999', 'R-1')).toEqual(part);
    expect(await pay(invoice.number, '949999', 'R-1')).toEqual(part);
    expect(await funded()).toEqual([]);
    const paid = { ...part, invoice: { status: 'PAID' }, missing: { minor: '0' } };
    const both = await Promise.all([pay(invoice.number, '1', 'R-2'), pay(invoice.number, '1', 'R-2')]);
    expect(both).toEqual([paid, paid]);
    expect(await funded()).toEqual([expect.objectContaining(
      { programme: programmeId, sessions: 100, amountMinor: '950000', currency: 'EUR' })]);
    expect(await balance()).toEqual({ purchased: 100, displayed: 100, asOfRelease: null });
    expect(await accounts()).toEqual({
      'ar:employer': 0, 'unfunded:employer': 0, 'cash:bank': 950_000, 'prepaid:employer': 950_000,
    });
    expect(await pay(invoice.number, '5', 'R-3')).toEqual(
      { __typename: 'PaymentRefused', code: 'ALREADY_PAID' });
  });

  it('keeps a reference for one payment, and knows its invoices', async () => {
    const { invoice } = await buy({});
    expect(await operator.codeOf(PAY, { number: invoice.number, amount: '7', reference: 'R-1' }))
      .toBe('CONFLICT');
    expect(await pay('INV-2026-999999', '7', 'R-9')).toEqual(
      { __typename: 'PaymentRefused', code: 'UNKNOWN_INVOICE' });
  });

  it('tells how much of an overpayment lies in suspense', async () => {
    const { invoice } = await buy({});
    expect(await pay(invoice.number, '9500000', 'R-100')).toEqual({
      __typename: 'PaymentRecorded', invoice: { status: 'PAID' }, missing: { minor: '0' },
      surplus: { minor: '8550000' } });
  });

  it('refuses more than the years of a programme allow, and says how many can be ordered', async () => {
    const id = await createProgramme(owner, 'Capped');
    const most = async () => (await owner.field<{ mostSessions: number }>(
      'query ($id: ID!) { previewPurchase(programmeId: $id, sessions: 1) { mostSessions } }',
      { id })).mostSessions;
    const order = (sessions: number, idempotencyKey = randomUUID()) => owner.field<{ code?: string;
      message?: string; invoice?: { number: string } }>(`mutation ($input: PurchaseInput!) {
        purchaseCredits(input: $input) { ... on Purchased { invoice { number } }
          ... on PurchaseRefused { code message } } }`,
    { input: { programmeId: id, sessions, method: 'INVOICE', idempotencyKey } });
    // Before a year is proposed: its people, by sessions for each.
    expect(await most()).toBe(1240);
    await openPeriod(rig, owner, id);
    // 155 people and 15 spare seats, or fewer where blocks share them out.
    const [allowed] = [await most()];
    expect(allowed).toBeGreaterThanOrEqual(1240);
    expect(allowed).toBeLessThanOrEqual(8 * 170);
    expect(await order(allowed + 1)).toEqual({ code: 'BEYOND_TERMS',
      message: expect.stringContaining(`No more than ${allowed} sessions can be ordered now`) });
    const key = randomUUID();
    const both = await Promise.all([order(allowed - 40, key), order(41)]);
    expect(both.filter(({ code }) => code === 'BEYOND_TERMS')).toHaveLength(1);
    const placed = both[0]!.invoice ? both[0] : undefined;
    if (placed) expect(await order(allowed - 40, key)).toEqual(placed);
    const left = await most();
    expect(await order(left)).toHaveProperty('invoice');
    expect([await most(), (await order(1)).code]).toEqual([0, 'BEYOND_TERMS']);
  });

  it('takes an order once under its key, and no other one under the same', async () => {
    const idempotencyKey = randomUUID();
    const orders = await Promise.all(Array.from({ length: 8 }, () => buy({ idempotencyKey })));
    expect(new Set(orders.map(({ invoice }) => invoice.number)).size).toBe(1);
    const input = { programmeId, sessions: 101, method: 'INVOICE', idempotencyKey };
    expect(await owner.codeOf(BUY, { input })).toBe('CONFLICT');
  });

  it('by card is paid at once, and once, though the charge is tried again', async () => {
    const before = (await funded()).length;
    const idempotencyKey = randomUUID();
    const order = { method: 'CARD', cardToken: 'sandbox-ok', sessions: 10, idempotencyKey };
    const bought = await buy(order);
    expect(bought.invoice).toMatchObject({ status: 'PAID', paidOn: '2026-11-02' });
    const [row] = await rig.cluster.query<{ id: string; card_token: null }>(
      'gateway', 'SELECT id, card_token FROM invoice WHERE number = $1', [bought.invoice.number]);
    expect(row!.card_token).toBeNull();
    await rig.deliver(chargeCard, { invoice: row!.id });
    expect(await buy(order)).toEqual(bought);
    expect(await funded()).toHaveLength(before + 1);
  });

  it('charges the card of an order whose process died before it could', async () => {
    const idempotencyKey = randomUUID();
    await buy({ method: 'CARD', cardToken: 'sandbox-ok', sessions: 10, idempotencyKey });
    const [row] = await rig.cluster.query<{ id: string }>('gateway',
      'SELECT id FROM invoice WHERE idempotency_key = $1', [idempotencyKey]);
    const orphan = randomUUID();
    await rig.cluster.query('gateway', `INSERT INTO invoice SELECT $1, programme_id, $2,
      request_hash, method, 'CHARGING', NULL, sessions, unit_price_minor, net_minor, tax_bps,
      tax_minor, total_minor, currency, NULL, NULL, NULL, 'sandbox-ok', NULL
      FROM invoice WHERE id = $3`, [orphan, randomUUID(), row!.id]);
    await rig.deliver(chargeCard, { invoice: orphan });
    const after = await rig.cluster.query('gateway', 'SELECT status FROM invoice WHERE id = $1',
      [orphan]);
    expect(after).toEqual([{ status: 'PAID' }]);
  });

  it.each(['sandbox-declined', 'sandbox-insufficient', 'anything-else'])(
    'buys nothing with the card %s, and issues no invoice', async (cardToken) => {
      const before = [await balance(), await funded(), await accounts()];
      expect(await buy({ method: 'CARD', cardToken })).toMatchObject(
        { __typename: 'CardDeclined', code: 'CARD_DECLINED' });
      expect([await balance(), await funded(), await accounts()]).toEqual(before);
    });

  it('numbers invoices without a gap, though a card is declined and an issue is undone', async () => {
    const numberOf = ({ invoice }: Bought) => Number(invoice.number.split('-')[2]);
    const first = numberOf(await buy({}));
    await buy({ method: 'CARD', cardToken: 'sandbox-declined' });
    const store = rig.app.get(InvoicesStore, { strict: false });
    const issuing = rig.app.get(IssuingService, { strict: false });
    const [declined] = await rig.cluster.query<{ id: string }>(
      'gateway', 'SELECT id FROM invoice WHERE status = \'DECLINED\' LIMIT 1');
    await expect(rig.app.get(Database, { strict: false }).transaction('undone', async (tx) => {
      const row = await store.lock(tx, declined!.id);
      expect((await issuing.issue(tx, row!)).number).not.toBeNull();
      throw new Error('undone');
    })).rejects.toThrow('undone');
    expect(numberOf(await buy({ method: 'CARD', cardToken: 'sandbox-ok' }))).toBe(first + 1);
    expect(numberOf(await buy({}))).toBe(first + 2);
  });

  it('writes down for the team what became of an order, once', async () => {
    const written = () => owner.field<{ action: string; subject: string }[]>(
      '{ teamActions(first: 2) { action subject } }');
    await buy({ sessions: 31 });
    expect((await written())[0]).toEqual(
      { action: 'CREDITS_ORDERED', subject: 'EAP: 31, INVOICE' });
    await buy({ sessions: 32, method: 'CARD', cardToken: 'sandbox-declined' });
    expect((await written())[0]).toEqual({ action: 'CARD_DECLINED', subject: 'EAP: 32, CARD' });
    const order = { sessions: 33, method: 'CARD', cardToken: 'sandbox-ok',
      idempotencyKey: randomUUID() };
    await buy(order);
    await buy(order);
    expect(await written()).toEqual([
      { action: 'CREDITS_ORDERED', subject: 'EAP: 33, CARD' },
      { action: 'CARD_DECLINED', subject: 'EAP: 32, CARD' },
    ]);
  });

  it('offers no card where no processor is connected, and takes none', async () => {
    const methods = () => owner.field(
      'query ($id: ID!) { previewPurchase(programmeId: $id, sessions: 1) { methods } }',
      { id: programmeId });
    expect(await methods()).toEqual({ methods: ['INVOICE', 'CARD'] });
    const cards = rig.app.get(SandboxCards, { strict: false });
    Object.defineProperty(cards, 'areTaken', { value: false, configurable: true });
    try {
      expect(await methods()).toEqual({ methods: ['INVOICE'] });
      const rows = () => rig.cluster.query('gateway', 'SELECT count(*) FROM invoice');
      const before = await rows();
      expect(await buy({ method: 'CARD', cardToken: 'sandbox-ok' }))
        .toMatchObject({ __typename: 'PurchaseRefused', code: 'NO_CARDS' });
      expect(await rows()).toEqual(before);
    } finally {
      Reflect.deleteProperty(cards, 'areTaken');
    }
  });

  it('keeps a book that is sound', async () => {
    expect(await rig.cluster.query('gateway', 'SELECT * FROM ledger_verify()')).toEqual([]);
    const { ledger } = await operator.field<{ ledger: Record<string, string> }>(
      '{ operations { ledger { entries debitsMinor creditsMinor } } }');
    expect(ledger['debitsMinor']).toBe(ledger['creditsMinor']);
  });
});
