import { randomUUID } from 'node:crypto';
import { withoutPartner, type State } from '#platform/restores/standing-watch';
import { setUpApp } from '../../testing/factors.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, PASSWORD, newOwner } from '../../testing/story.ts';
import type { Client } from '../../testing/client.ts';
import { fundingIdOf } from '../purchases/funding-id.ts';

const ACCEPT_LINK = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename } }`;
const INVITE = `mutation { inviteHrUser(email: "eve@example.org", role: ADMIN) {
  ... on Invited { token } } }`;
const SIGN_IN = `mutation ($code: String) { signIn(code: $code, email: "owner@example.org", password: "${PASSWORD}") {
  ... on SignedIn { csrfToken } } }`;
const BUY = `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) {
  ... on Purchased { invoice { number } } } }`;

describe('a restored gateway that goes on', () => {
  let rig: Rig;
  let state: State = 'open';
  const standings = {
    ...withoutPartner, state: () => state, settled: () => Promise.resolve(state),
  };
  beforeAll(async () => { rig = await startRig(undefined, {}, standings); });
  afterAll(() => rig.close());
  const operator = () => {
    const client = rig.client();
    client.authorization = `Operator ${rig.operatorToken}`;
    return client;
  };
  const goOn = async () => {
    state = 'restored';
    await operator().field('mutation { acceptRestore(upTo: 999999) { state } }');
    state = 'open';
  };

  it('gives no invoice number again, no used link and no sign-in, and tells HR so', async () => {
    const owner = await newOwner(rig, 'owner@example.org');
    const { recoveryCodes: [code] } = await setUpApp(rig, owner, PASSWORD);
    const programmeId = await createProgramme(owner);
    const buy = (by: Client) => by.field<{ invoice: { number: string } }>(BUY, {
      input: { programmeId, sessions: 10, method: 'INVOICE', idempotencyKey: randomUUID() } });
    expect((await buy(owner)).invoice.number).toBe('INV-2026-000001');
    const { token } = await owner.field<{ token: string }>(INVITE);
    await goOn();
    await expect(buy(owner)).rejects.toThrow('UNAUTHENTICATED');
    expect((await rig.client().field<{ __typename: string }>(
      ACCEPT_LINK, { token, password: PASSWORD })).__typename).not.toBe('SignedIn');
    const again = rig.client();
    again.csrfToken = (await again.field<{ csrfToken: string }>(SIGN_IN, { code })).csrfToken;
    expect((await buy(again)).invoice.number).toBe('INV-2026-002001');
    expect(await again.field('{ teamActions(first: 9) { action actor } }')).toContainEqual(
      { action: 'BACKUP_RESTORED', actor: 'operators: operator' });
  });

  it('tells the vault of a payment that is recorded again by the funding that it knows', async () => {
    const [invoice] = await rig.cluster.query<{ id: string }>('gateway',
      `SELECT id FROM invoice WHERE number = 'INV-2026-000001'`);
    const pay = () => operator().ask(`mutation { recordPayment(invoiceNumber: "INV-2026-000001",
      amountMinor: "95000", reference: "R") { __typename } }`);
    await pay();
    await operator().ask(`mutation { reversePayment(invoiceNumber: "INV-2026-000001",
      reference: "R", reason: "Another's") { __typename } }`);
    await pay();
    expect((await rig.cluster.query<{ funding: string }>('gateway',
      `SELECT payload->>'funding' AS funding FROM outbox WHERE name = 'credits.funded'
       ORDER BY position`)).map(({ funding }) => funding))
      .toEqual([fundingIdOf(invoice!.id, 0), fundingIdOf(invoice!.id, 1)]);
  });
});
