import { randomBytes } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  CLAIM, createProgramme, letters, openPeriod, PASSWORD, proposePeriod, signedInOwner,
} from '../../testing/story.ts';

const INVITE = `mutation { inviteHrUser(email: "late@example.org", role: ADMIN) {
  ... on Invited { token } } }`;
const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename } }`;
const END = 'mutation ($id: ID!) { deactivateCustomer(employerId: $id) { __typename } }';
const RESUME = 'mutation ($id: ID!) { reactivateCustomer(employerId: $id) { __typename } }';

describe('a price that was a slip', () => {
  it('is changed until something is sold or opened at it, and once that was declined', async () => {
    const rig = await startRig();
    try {
      const owner = await signedInOwner(rig, 'slip@example.org');
      const operator = rig.client();
      operator.authorization = `Operator ${rig.operatorToken}`;
      const { employer: { id } } = await owner.field<{ employer: { id: string } }>(
        '{ me { employer { id } } }');
      const reprice = async (minor: string) => {
        const answer = await operator.field<{
          code?: string; customer?: { sessionPrice: { minor: string } } }>(`
          mutation ($id: ID!, $minor: String!) {
            changeCustomer(input: { employerId: $id, sessionPriceMinor: $minor }) {
              ... on CustomerChanged { customer { sessionPrice { minor } } }
              ... on CustomerRefused { code } } }`, { id, minor });
        return answer.code ?? answer.customer?.sessionPrice.minor;
      };
      expect(await reprice('9000')).toBe('9000');
      const programmeId = await createProgramme(owner);
      expect(await reprice('9100')).toBe('9100');
      await proposePeriod(owner, programmeId);
      expect(await reprice('9200')).toBe('PRICE_HOLDS');
      await rig.cluster.query('gateway', `UPDATE period SET refused_on = now(),
        refused_reason = 'declined-price' WHERE programme_id = $1`, [programmeId]);
      expect(await reprice('9200')).toBe('9200');
      await openPeriod(rig, owner, programmeId);
      expect(await reprice('9300')).toBe('PRICE_HOLDS');
      for (const wrong of ['0', '-1', '9.5', 'x']) {
        await expect(reprice(wrong)).rejects.toThrow(/minor units/);
      }
    } finally {
      await rig.close();
    }
  });
});

describe('after a contract\'s end', () => {
  let rig: Rig;
  let owner: Client;
  let operator: Client;
  let id: string;
  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig, 'owner@example.org');
    operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    ({ employer: { id } } = await owner.field<{ employer: { id: string } }>(
      '{ me { employer { id } } }'));
  });
  afterAll(() => rig.close());

  it('no invitation of before lets anybody in, not even once it runs again', async () => {
    const { token } = await owner.field<{ token: string }>(INVITE);
    await operator.field(END, { id });
    const refused = { __typename: 'InvitationRefused' };
    expect(await rig.client().field(ACCEPT, { token, password: PASSWORD })).toEqual(refused);
    await operator.field(RESUME, { id });
    expect(await rig.client().field(ACCEPT, { token, password: PASSWORD })).toEqual(refused);
    const again = await owner.field<{ token: string }>(INVITE);
    expect(await rig.client().field(ACCEPT, { token: again.token, password: PASSWORD }))
      .toEqual({ __typename: 'SignedIn' });
  });

  it('letters that were paid for can be used still, as the operators\' guide says', async () => {
    const programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    const [letter] = await letters(rig, programmeId);
    await operator.field(END, { id });
    expect(await rig.client().field(CLAIM, {
      code: letter?.code, claimKey: randomBytes(32).toString('hex'),
    })).toMatchObject({ __typename: 'MemberSession' });
  });
});
