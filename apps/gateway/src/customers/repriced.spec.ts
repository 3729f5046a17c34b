import { randomUUID } from 'node:crypto';
import { pauseAt } from '../../../../test/faults/forced.ts';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, proposePeriod, signedInOwner } from '../../testing/story.ts';

const BUY = `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) {
  __typename ... on Purchased { invoice { unitPrice { minor } } } } }`;
const REPRICE = `mutation ($id: ID!) {
  changeCustomer(input: { employerId: $id, sessionPriceMinor: "9000" }) {
    __typename ... on CustomerRefused { code } } }`;

interface Bought { readonly invoice?: { readonly unitPrice: { readonly minor: string } } }

/** A price that somebody sells or proposes by is not changed beside it, whoever comes first. */
describe('a price that is changed while', () => {
  let rig: Rig;
  let owner: Client;
  let employer: string;
  let programmeId: string;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());
  beforeEach(async () => {
    owner = await signedInOwner(rig);
    ({ employer: { id: employer } } = await owner.field<{ employer: { id: string } }>(
      '{ me { employer { id } } }'));
    programmeId = await createProgramme(owner);
  });

  const buy = () => owner.field<Bought>(BUY, { input: {
    programmeId, sessions: 10, method: 'INVOICE', idempotencyKey: randomUUID() } });
  const reprice = () => {
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    return operator.field<{ __typename: string; code?: string }>(REPRICE, { id: employer });
  };
  const price = async () => (await rig.cluster.query<{ price: string }>('gateway',
    'SELECT session_price_minor::text AS price FROM employer WHERE id = $1', [employer]))[0]?.price;
  const pause = (sql: string, values: unknown[] = []) => pauseAt(rig.cluster, sql, values, 'gateway');

  it('credits are ordered stays: it holds for the order', async () => {
    const paused = await pause('LOCK TABLE invoice_counter IN SHARE MODE');
    const bought = await paused.queueUp(buy);
    const changed = await paused.queueUp(reprice);
    await paused.letGo();
    expect((await bought.ends).invoice?.unitPrice.minor).toBe('9500');
    expect(await changed.ends).toMatchObject({ code: 'PRICE_HOLDS' });
    expect(await price()).toBe('9500');
  });

  it('a period is proposed stays: it is in the terms', async () => {
    const paused = await pause('LOCK TABLE eligibility_code IN SHARE MODE');
    const proposed = await paused.queueUp(() => proposePeriod(owner, programmeId));
    const changed = await paused.queueUp(reprice);
    await paused.letGo();
    await proposed.ends;
    expect(await changed.ends).toMatchObject({ code: 'PRICE_HOLDS' });
  });

  it('nothing is sold is what the next order costs, and the next terms say', async () => {
    const paused = await pause('SELECT FROM employer WHERE id = $1 FOR UPDATE', [employer]);
    const changed = await paused.queueUp(reprice);
    const bought = await paused.queueUp(buy);
    await paused.letGo();
    expect((await changed.ends).__typename).toBe('CustomerChanged');
    expect((await bought.ends).invoice?.unitPrice.minor).toBe('9000');
  });

  it('keys of a period are made: terms of before are not proposed, and it is said', async () => {
    const paused = await pause('SELECT FROM employer WHERE id = $1 FOR UPDATE', [employer]);
    const changed = await paused.queueUp(reprice);
    const proposed = await paused.queueUp(() => proposePeriod(owner, programmeId));
    await paused.letGo();
    expect((await changed.ends).__typename).toBe('CustomerChanged');
    await expect(proposed.ends).rejects.toThrow('has just changed');
    await proposePeriod(owner, programmeId);
    const [{ terms }] = await rig.cluster.query<{ terms: string }>('gateway',
      'SELECT terms FROM period WHERE programme_id = $1', [programmeId]) as [{ terms: string }];
    expect(JSON.parse(terms)).toMatchObject({ sessionPriceMinor: '9000' });
  });
});
