import { randomBytes } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  CLAIM, createProgramme, letters, openPeriod, PASSWORD, signedInOwner,
} from '../../testing/story.ts';

const INVITE = `mutation { inviteHrUser(email: "late@example.org", role: ADMIN) {
  ... on Invited { token } } }`;
const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename } }`;
const END = 'mutation ($id: ID!) { deactivateCustomer(employerId: $id) { __typename } }';
const RESUME = 'mutation ($id: ID!) { reactivateCustomer(employerId: $id) { __typename } }';

describe('after a contract\'s end', () => {
  let rig: Rig;
  let owner: Client;
  let operator: Client;
  let id: string;
  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig, 'owner@example.org');
    operator = rig.client();
    operator.authorization = `Operator ${rig.config.operatorToken}`;
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
