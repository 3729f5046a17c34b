import { randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, openPeriod, signedInOwner } from '../../testing/story.ts';
import { InvoicesStore } from '../invoices/invoices.store.ts';

/** Whoever held one lock and waited for the other would fail who does it the other way round. */
describe('who moves money of an employer', () => {
  let rig: Rig;
  let owner: Client;
  let operator: Client;
  let [employer, programmeId, other] = ['', '', ''];
  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
    operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    programmeId = await createProgramme(owner, 'One');
    other = await createProgramme(owner, 'Other');
    for (const id of [programmeId, other]) await openPeriod(rig, owner, id);
    const [row] = await rig.cluster.query<{ id: string }>('gateway',
      'SELECT employer_id AS id FROM programme WHERE id = $1', [programmeId]);
    employer = row!.id;
  });
  afterAll(() => rig.close());

  const order = async (more: object = {}) => owner.field<{
    __typename: string; invoice: { number: string; total: { minor: string } } }>(
    `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename
       ... on Purchased { invoice { number total { minor } } } } }`,
    { input: { programmeId, sessions: 3, method: 'INVOICE', idempotencyKey: randomUUID(), ...more } });
  const pay = ({ number, total }: { number: string; total: { minor: string } }) => operator.field(
    `mutation ($number: String!, $amount: String!) { recordPayment(invoiceNumber: $number,
       amountMinor: $amount, reference: $number) { __typename } }`,
    { number, amount: total.minor });
  const cancel = (number: string) => operator.field(
    'mutation ($number: String!) { cancelInvoice(invoiceNumber: $number) { __typename } }',
    { number });
  const reverse = (number: string) => operator.field(
    `mutation ($number: String!) { reversePayment(invoiceNumber: $number, reference: $number,
       reason: "another's") { __typename } }`, { number });

  /** What is done while another programme's money is moved, and what it holds then. */
  async function meanwhile(deed: () => Promise<unknown>) {
    let running = Promise.resolve<unknown>(null);
    const held = await rig.db.transaction('move', async (tx) => {
      await new InvoicesStore().lockMoney(tx, other);
      let isDone = false;
      running = deed().finally(() => { isDone = true; });
      const waits = async () => (await rig.cluster.query('gateway',
        'SELECT FROM pg_locks WHERE locktype = \'advisory\' AND NOT granted')).length > 0;
      while (!isDone && !await waits());
      const [audit] = await tx.query<{ isFree: boolean }[]>(
        'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 11)) AS "isFree"', [employer]);
      return { waited: !isDone, auditIsFree: audit!.isFree };
    });
    return { ...held, ended: await running };
  }

  it.each<[string, string, () => Promise<() => Promise<unknown>>]>([
    ['orders', 'Purchased', () => Promise.resolve(() => order())],
    ['pays by card', 'Purchased', () => Promise.resolve(() => order({
      method: 'CARD', cardToken: 'sandbox-ok' }))],
    ['has her card declined', 'CardDeclined', () => Promise.resolve(() => order({
      method: 'CARD', cardToken: 'sandbox-declined' }))],
    ['records a payment', 'PaymentRecorded', async () => {
      const { invoice } = await order();
      return () => pay(invoice);
    }],
    ['takes a payment back', 'PaymentReversed', async () => {
      const { invoice } = await order();
      await pay(invoice);
      return () => reverse(invoice.number);
    }],
    ['cancels an invoice', 'InvoiceCancelled', async () => {
      const { invoice } = await order();
      return () => cancel(invoice.number);
    }],
  ])('and %s waits for it, and holds the audit of nobody until then', async (_, __typename, prepare) => {
    expect(await meanwhile(await prepare()))
      .toMatchObject({ waited: true, auditIsFree: true, ended: { __typename } });
  });
});
