import { HeldChecks } from '#server/held-checks.fixture';
import { Passwords } from '#server/passwords';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newOwner, PASSWORD, signedInOwner } from '../../testing/story.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename ... on SignedIn { csrfToken } } }`;
const BEGIN = `mutation ($password: String!) {
  beginSecondFactor(password: $password) { __typename } }`;
const OFF = `mutation ($password: String!) {
  switchOffSecondFactor(password: $password, code: "000000") { __typename } }`;
const CHANGE = `mutation ($password: String!) {
  changePassword(current: $password, next: $password) { __typename } }`;
const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename } }`;
const INVITE = `mutation ($email: String!) { inviteHrUser(email: $email, role: VIEWER) {
  ... on Invited { token } } }`;

/** Whoever is right is never slowed: what she may not do is take all places to hash passwords. */
describe('one address with many accounts and their right passwords', () => {
  let rig: Rig;
  let crowd: { email: string; client: Client }[];
  /** The crowd's are held, the victim's are answered. */
  let checks: HeldChecks;

  beforeAll(async () => {
    rig = await startRig();
    await newOwner(rig, 'victim@example.org');
    const boss = await signedInOwner(rig, 'boss@crowd.example');
    crowd = [];
    for (let n = 0; n < 6; n += 1) crowd.push(await member(boss, `a${n}@crowd.example`));
    const [row] = await rig.cluster.query<{ hash: string }>('gateway',
      `SELECT password_hash AS hash FROM hr_user WHERE email = 'victim@example.org'`);
    checks = new HeldChecks(rig.app.get(Passwords, { strict: false }), row?.hash);
  });
  afterAll(() => rig.close());

  function fromCrowd(): Client {
    const client = rig.client();
    Reflect.set(client, 'address', '203.0.113.7');
    return client;
  }
  async function member(boss: Client, email: string) {
    const { token } = await boss.field<{ token: string }>(INVITE, { email });
    await rig.client().field(ACCEPT, { token, password: PASSWORD });
    const client = fromCrowd();
    client.csrfToken = (await client.field<{ csrfToken: string }>(
      SIGN_IN, { email, password: PASSWORD })).csrfToken;
    return { email, client };
  }

  it.each([
    ['sign in', SIGN_IN], ['begin a second factor', BEGIN], ['switch one off', OFF],
    ['change a password', CHANGE],
  ])('that %s at once hold four places: others are answered', async (_, ask) => {
    checks.hold();
    const asked = crowd.flatMap(({ email, client }) => Array.from({ length: 9 }, () =>
      (ask === SIGN_IN ? fromCrowd() : client).ask(ask, { email, password: PASSWORD })));
    await checks.holds(4);
    const others = await Promise.all(Array.from({ length: 20 }, () =>
      rig.client().ask(SIGN_IN, { email: 'victim@example.org', password: PASSWORD })));
    expect(others.map(({ data }) => data?.['signIn']))
      .toEqual(others.map(() => expect.objectContaining({ __typename: 'SignedIn' })));
    expect(checks.inFlight).toBe(4);
    await checks.letGo(asked);
  });
});
