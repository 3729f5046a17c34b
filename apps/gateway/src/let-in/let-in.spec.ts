import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newOwner, PASSWORD } from '../../testing/story.ts';

const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename
    ... on SignedIn { csrfToken } } }`;
const EMAIL = 'factor@example.org';
const tokens = { anna: randomBytes(32).toString('hex'), ben: randomBytes(32).toString('hex') };

/** What changes for somebody whom two operators let in, and when. */
describe('a second factor that operators let her in without', () => {
  let rig: Rig;
  let owner: Client;
  let employerId: string;
  beforeEach(async () => {
    rig = await startRig(undefined, {
      GATEWAY_OPERATOR_TOKENS: `anna=${tokens.anna},ben=${tokens.ben}` });
    owner = await newOwner(rig, EMAIL);
    ({ employer: { id: employerId } } = await owner.field<{ employer: { id: string } }>(
      '{ me { employer { id } } }'));
    await switchOn();
  });
  afterEach(() => rig.close());

  const by = (name: keyof typeof tokens): Client => {
    const operator = rig.client();
    operator.authorization = `Operator ${tokens[name]}`;
    return operator;
  };
  async function switchOn(): Promise<void> {
    const { typed } = await owner.field<{ typed: string }>(
      `mutation { beginSecondFactor(password: "${PASSWORD}") {
        ... on SecondFactorBegun { typed } } }`);
    const app = new TOTP({ secret: Secret.fromBase32(typed) });
    await owner.field(`mutation ($code: String!) { confirmSecondFactor(code: $code) {
      __typename } }`, { code: app.generate({ timestamp: rig.clock.now().getTime() }) });
  }
  /** The link by which two operators let her in. */
  async function letIn(without: boolean): Promise<string> {
    const { requestId } = await by('anna').field<{ requestId: string }>(`
      mutation ($employerId: ID!, $email: String!, $without: Boolean!) {
        askLetIn(employerId: $employerId, email: $email, withoutSecondFactor: $without) {
          ... on LetInAsked { requestId } } }`, { employerId, email: EMAIL, without });
    const { link } = await by('ben').field<{ link: string }>(`mutation ($requestId: ID!) {
      confirmLetIn(requestId: $requestId) { ... on LetIn { link } } }`, { requestId });
    return link;
  }
  const accept = (link: string, client = rig.client()) =>
    client.field<{ __typename: string; csrfToken?: string }>(
      ACCEPT, { token: new URL(link).hash.slice(1), password: PASSWORD });

  it('stays until the link is used, and so do her sign-ins', async () => {
    const link = await letIn(true);
    expect(await owner.field('{ session { secondFactor recoveryCodes } }'))
      .toEqual({ secondFactor: true, recoveryCodes: 10 });
    const back = rig.client();
    expect((await accept(link, back)).__typename).toBe('SignedIn');
    expect(await owner.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
    expect(await back.field('{ session { secondFactor recoveryCodes } }'))
      .toEqual({ secondFactor: false, recoveryCodes: 0 });
    expect(await rig.cluster.query('gateway',
      `SELECT operators, subject FROM hr_action WHERE action = 'SECOND_FACTOR_RESET'`))
      .toEqual([{ operators: 'anna, ben', subject: EMAIL }]);
  });

  it('stays when the link has expired', async () => {
    const link = await letIn(true);
    rig.clock.moveTo('2026-11-17');
    expect((await accept(link)).__typename).toBe('InvitationRefused');
    expect(await rig.client().field(`mutation { signIn(email: "${EMAIL}",
      password: "${PASSWORD}") { __typename } }`)).toEqual({ __typename: 'SecondFactorNeeded' });
  });

  it.each([
    [true, false, 'PasswordSet'], [false, true, 'SignedIn'],
  ])('goes by the latest link alone: without %s, then without %s', async (first, then, outcome) => {
    const earlier = await letIn(first);
    const later = await letIn(then);
    expect((await accept(earlier)).__typename).toBe('InvitationRefused');
    expect((await accept(later)).__typename).toBe(outcome);
  });

  it('goes by the same link when the same is confirmed again', async () => {
    expect(await letIn(true)).toBe(await letIn(true));
  });
});
