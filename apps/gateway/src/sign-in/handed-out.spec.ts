import type { FastifyInstance } from 'fastify';
import { Secret, TOTP } from 'otpauth';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { giveFactor, newOwner, PASSWORD } from '../../testing/story.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename ... on SignedIn { csrfToken } } }`;

describe.each([
  ['production', undefined, true], ['production', 'https://sotto.example', true],
  ['demo', 'http://sotto.example', false], ['demo', 'https://sotto.example', true],
  ['demo', undefined, false],
] as const)('HR\'s cookie in %s at %s', (mode, origin, isSecure) => {
  it(isSecure ? 'has Secure' : 'goes over plain http, on the own machine', async () => {
    const rig = await startRig(undefined, {
      SOTTO_MODE: mode, ...(origin ? { PUBLIC_ORIGIN: origin } : {}) });
    const email = 'owner@example.org';
    await newOwner(rig, email);
    const { headers } = await rig.client().send(SIGN_IN, { email, password: PASSWORD });
    expect(/;\s*Secure/i.test(String(headers['set-cookie']))).toBe(isSecure);
    await rig.close();
  });
});

describe('what the gateway hands out', () => {
  let rig: Rig;
  let owner: Client;
  const email = 'mara@example.org';
  beforeAll(async () => {
    rig = await startRig();
    owner = await newOwner(rig, email);
  });
  afterAll(() => rig.close());

  /** Every row of every table, as text; bytes are in hexadecimal. */
  async function everything(): Promise<string> {
    const tables = await rig.cluster.query<{ name: string }>('gateway',
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`);
    const rows = await Promise.all(tables.map(({ name }) => rig.cluster.query<{ row: string }>(
      'gateway', `SELECT t::text AS row FROM ${name} AS t`)));
    return rows.flat().map(({ row }) => row).join('\n');
  }
  /** The ways in which a secret could lie in a row. */
  const forms = (secret: string | Uint8Array) => {
    const bytes = Buffer.from(secret);
    const texts = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
    return typeof secret === 'string' ? [secret, secret.replaceAll('-', ''), ...texts] : texts;
  };

  /** The link by which a colleague, who came by an invitation, sets a new password. */
  async function resetOf(invitation: string): Promise<string> {
    await rig.client().field(`mutation ($token: String!, $password: String!) {
      acceptInvitation(token: $token, password: $password) { __typename } }`,
    { token: invitation, password: PASSWORD });
    const { members } = await owner.field<{ members: { id: string; isSelf: boolean }[] }>(
      '{ team { members { id isSelf } } }');
    const { token } = await owner.field<{ token: string }>(`mutation ($userId: ID!) {
      resetHrPassword(userId: $userId) { ... on PasswordResetBegun { token } } }`,
    { userId: members.find(({ isSelf }) => !isSelf)?.id });
    return token;
  }

  it('lies nowhere in its tables as it was given', async () => {
    const { headers } = await rig.client().send(SIGN_IN, { email, password: PASSWORD });
    const cookie = decodeURIComponent(/sotto_hr=([^;]+)/.exec(String(headers['set-cookie']))![1]!);
    const http = rig.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    const session = http.decodeSecureSession(cookie)!.get('token')!;
    await giveFactor(rig, (await owner.field<{ id: string }>('{ me { id } }')).id);
    const { token: invitation } = await owner.field<{ token: string }>(
      `mutation { inviteHrUser(email: "ada@example.org", role: VIEWER) { ... on Invited { token } } }`);
    const reset = await resetOf(invitation);
    await rig.cluster.query('gateway', 'DELETE FROM hr_passkey');
    const { typed } = await owner.field<{ typed: string }>(
      `mutation { beginSecondFactor(password: "${PASSWORD}") {
        ... on SecondFactorBegun { typed } } }`);
    const app = new TOTP({ secret: Secret.fromBase32(typed) });
    const { recoveryCodes } = await owner.field<{ recoveryCodes: string[] }>(
      `mutation ($code: String!) { confirmSecondFactor(code: $code) {
        ... on SecondFactorOn { recoveryCodes } } }`,
      { code: app.generate({ timestamp: rig.clock.now().getTime() }) });
    const all = [session, invitation, reset, typed, ...recoveryCodes];
    expect(all.every((given) => given.length > 12))
      .toBe(true);
    const stored = await everything();
    expect(stored).toContain(email);
    const secrets = [
      PASSWORD, session, Buffer.from(session, 'base64url'), invitation, reset, typed, app.secret.bytes,
      ...recoveryCodes,
    ];
    const found = secrets.filter((secret) => forms(secret).some((form) => stored.includes(form)));
    expect(found).toEqual([]);
  });
});
