import { randomUUID } from 'node:crypto';
import { SoftAuthenticator } from '#server/soft-authenticator.fixture';
import type { Client } from '../../testing/client.ts';
import { setUpApp, type App } from '../../testing/factors.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { giveFactor, newOwner, PASSWORD } from '../../testing/story.ts';

const ORIGIN = 'https://hr.sotto.example';
const SIGN_IN = `mutation ($email: String!, $password: String!, $code: String, $passkey: String) {
  signIn(email: $email, password: $password, code: $code, passkey: $passkey) { __typename
    ... on SecondFactorNeeded { passkey } } }`;
const ACCEPT = `mutation ($token: String!) {
  acceptInvitation(token: $token, password: "${PASSWORD}") { __typename } }`;
const FLOODER = '203.0.113.9';
/** Enough that every count of failures is over, and every line is long. */
const TRIES = 40;

/**
 * Every way to sign in, each under a flood from one address at every other one: what strangers do
 * never keeps out somebody who is right.
 */
describe('a flood from one address', () => {
  let rig: Rig;
  let plain: string;
  let byApp: { email: string; app: App };
  let byPasskey: { email: string; device: SoftAuthenticator };
  let boss: Client;
  let bossEmail: string;
  let steps = 0;

  beforeAll(async () => {
    rig = await startRig(undefined, { PUBLIC_ORIGIN: ORIGIN });
    bossEmail = fresh();
    boss = await newOwner(rig, bossEmail);
    await giveFactor(rig, (await boss.field<{ id: string }>('{ me { id } }')).id);
    plain = fresh();
    await newOwner(rig, plain);
    const appEmail = fresh();
    byApp = { email: appEmail, app: await setUpApp(rig, await newOwner(rig, appEmail), PASSWORD) };
    const device = new SoftAuthenticator(ORIGIN);
    const email = fresh();
    const client = await newOwner(rig, email);
    const { options } = await client.field<{ options: string }>(`mutation {
      beginPasskey(password: "${PASSWORD}") { ... on PasskeyBegun { options } } }`);
    await client.field(`mutation ($answer: String!) { addPasskey(answer: $answer, name: "a") {
      __typename } }`, { answer: device.create(options) });
    byPasskey = { email, device };
  });
  afterAll(() => rig.close());

  const fresh = () => `${randomUUID()}@example.org`;
  const flooder = () => {
    const client = rig.client();
    Reflect.set(client, 'address', FLOODER);
    return client;
  };
  const invitation = async () => (await boss.field<{ token: string }>(
    `mutation ($email: String!) { inviteHrUser(email: $email, role: VIEWER) {
      ... on Invited { token } } }`, { email: fresh() })).token;
  const reset = async () => {
    const email = fresh();
    const { token } = await boss.field<{ token: string }>(
      `mutation ($email: String!) { inviteHrUser(email: $email, role: VIEWER) {
        ... on Invited { token } } }`, { email });
    await rig.client().field(ACCEPT, { token });
    const { members } = await boss.field<{ members: { id: string; email: string }[] }>(
      '{ team { members { id email } } }');
    return (await boss.field<{ token: string }>(`mutation ($id: ID!) { resetHrPassword(userId: $id) {
      ... on PasswordResetBegun { token } } }`,
    { id: members.find((one) => one.email === email)!.id })).token;
  };

  /** What strangers send, by somebody who has none of the right things, or only her own. */
  const FLOODS: Record<string, () => Promise<[string, object]> | [string, object]> = {
    'wrong passwords of the same account': () => [SIGN_IN, { email: plain, password: 'a guess' }],
    'wrong passwords of any account': () => [SIGN_IN, { email: fresh(), password: 'a guess' }],
    'wrong passwords with codes': () =>
      [SIGN_IN, { email: byApp.email, password: 'a guess', code: '123456' }],
    'wrong passwords with passkeys': () =>
      [SIGN_IN, { email: byPasskey.email, password: 'a guess', passkey: '{}' }],
    'wrong passkeys after a right password': () =>
      [SIGN_IN, { email: byPasskey.email, password: PASSWORD, passkey: '{}' }],
    'invitations that nobody made': () => [ACCEPT, { token: randomUUID() }],
  };
  /** Each right way in. */
  const DOORS: Record<string, (as: Client) => Promise<string>> = {
    'her password': (as) => typeOf(as, SIGN_IN, { email: plain, password: PASSWORD }),
    'her password and a code': (as) => {
      rig.clock.goOn(30 * (steps += 1));
      return typeOf(as, SIGN_IN, {
        email: byApp.email, password: PASSWORD, code: byApp.app.shown() });
    },
    'her password and a passkey': async (as) => {
      const { email, device } = byPasskey;
      const { passkey } = await as.field<{ passkey: string }>(
        SIGN_IN, { email, password: PASSWORD });
      return typeOf(as, SIGN_IN, { email, password: PASSWORD, passkey: device.sign(passkey) });
    },
    'her invitation': async (as) => typeOf(as, ACCEPT, { token: await invitation() }),
    'her link for a new password': async (as) => typeOf(as, ACCEPT, { token: await reset() }),
  };
  const typeOf = async (as: Client, query: string, variables: object) =>
    (await as.field<{ __typename: string }>(query, variables)).__typename;

  it.each(Object.keys(FLOODS))('of %s keeps nobody out, by whichever door', async (flood) => {
    rig.clock.moveTo('2026-11-02');
    // The one who invites is used in this hour, whatever the time was moved by.
    await rig.cluster.query('gateway', `UPDATE hr_session SET used_at = '2026-11-03',
      expires_at = '2026-11-04'`);
    const [query, variables] = await FLOODS[flood]!();
    const sent = Array.from({ length: TRIES }, () => flooder().send(query, variables));
    for (const [door, open] of Object.entries(DOORS)) {
      expect([door, await open(rig.client())]).toEqual([door, 'SignedIn']);
    }
    const answers = await Promise.all(sent);
    expect(answers.filter(({ text }) => text.includes('"SignedIn"'))).toEqual([]);
    // From the very address too, in her turn.
    expect(await DOORS['her password']!(flooder())).toBe('SignedIn');
  });
});
