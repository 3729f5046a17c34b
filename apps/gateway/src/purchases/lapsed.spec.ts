import { randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  confirmPeriod, createProgramme, proposePeriod, signedInOwner,
} from '../../testing/story.ts';

describe('a year that was over before anybody confirmed it', () => {
  let rig: Rig;
  let owner: Client;
  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
  });
  afterAll(() => rig.close());

  const most = async (id: string) => (await owner.field<{ mostSessions: number }>(
    'query ($id: ID!) { previewPurchase(programmeId: $id, sessions: 1) { mostSessions } }',
    { id })).mostSessions;
  const order = (programmeId: string, sessions: number) => owner.field<{ code?: string }>(
    `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename
      ... on PurchaseRefused { code } } }`,
    { input: { programmeId, sessions, method: 'INVOICE', idempotencyKey: randomUUID() } });
  const isListed = async () => {
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    return (await operator.field<{ kind: string }[]>('{ waiting { kind } }'))
      .some(({ kind }) => kind === 'ORDERS_BEYOND');
  };

  it('allows no order: those of the next year are held against that alone', async () => {
    const id = await createProgramme(owner);
    await proposePeriod(owner, id);
    const allowed = await most(id);
    rig.clock.moveTo('2027-10-05');
    owner = await signedInOwner(rig);
    await rig.cluster.query('gateway', `UPDATE programme SET employer_id =
      (SELECT employer_id FROM hr_user WHERE id = $2) WHERE id = $1`,
    [id, (await owner.field<{ id: string }>('{ me { id } }')).id]);
    await owner.field(`mutation ($id: ID!) {
      openPeriod(programmeId: $id, period: "2027-10") { __typename } }`, { id });
    await confirmPeriod(rig, id, {}, '2027-10');
    expect(await most(id)).toBe(allowed);
    expect(await order(id, allowed)).toMatchObject({ __typename: 'Purchased' });
    expect(await most(id)).toBe(0);
    expect(await order(id, 1)).toMatchObject({ code: 'BEYOND_TERMS' });
    expect(await isListed()).toBe(false);
    // Ordered before orders were held against the years.
    await rig.cluster.query(
      'gateway', 'UPDATE invoice SET sessions = sessions + 1 WHERE programme_id = $1', [id]);
    expect(await isListed()).toBe(true);
  });
});
