import type { FastifyInstance } from 'fastify';
import { newBuyer, newOwner, PASSWORD, signedInOwner } from '../../testing/story.ts';
import { startRig, type Rig } from '../../testing/rig.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename
    ... on SignedIn { csrfToken user { email role employer { name } } }
    ... on SignInRefused { code message } } }`;
const ME = '{ me { email role } }';

describe('signing in', () => {
  let rig: Rig;
  const email = 'owner@example.org';
  beforeAll(async () => {
    rig = await startRig();
    await newOwner(rig, email);
  });
  afterAll(() => rig.close());

  it('lets in who has the password, in any writing of the address', async () => {
    const client = rig.client();
    const result = await client.field<{ __typename: string; user: { role: string } }>(
      SIGN_IN, { email: ' Owner@Example.org ', password: PASSWORD });
    expect(result).toMatchObject({ __typename: 'SignedIn', user: { email, role: 'ADMIN' } });
    expect(await client.field(ME)).toEqual({ email, role: 'ADMIN' });
  });

  it('answers an unknown address as a wrong password, byte for byte', async () => {
    const wrong = await rig.client().send(SIGN_IN, { email, password: 'wrong password' });
    const unknown = await rig.client().send(
      SIGN_IN, { email: 'nobody@example.org', password: 'wrong password' });
    expect(unknown.text).toBe(wrong.text);
    expect(wrong.text).toContain('SignInRefused');
  });

  it('sets a cookie that scripts and other sites cannot use and the relay never sees', async () => {
    const { headers } = await rig.client().send(SIGN_IN, { email, password: PASSWORD });
    const cookie = String(headers['set-cookie']);
    for (const part of ['sotto_hr=', 'Path=/graphql', 'HttpOnly', 'SameSite=Strict']) {
      expect(cookie).toContain(part);
    }
  });

  it('stops a guesser, without saying whether the account exists', async () => {
    const guesser = rig.client();
    const guess = (address: string) =>
      guesser.codeOf(SIGN_IN, { email: address, password: 'a guess of mine' });
    for (const address of [email, 'nobody@example.org']) {
      for (let attempt = 0; attempt < 10; attempt += 1) expect(await guess(address)).toBe('none');
      const flood = await Promise.all(Array.from({ length: 20 }, () => guess(address)));
      expect(flood.filter((code) => code === 'OVERLOADED').length).toBeGreaterThan(0);
    }
    const right = await guesser.send(SIGN_IN, { email, password: PASSWORD });
    expect(right.text).toContain('SignedIn');
  });

  it('lets a right password in at an address where a hundred were wrong', async () => {
    const office = rig.client();
    const wrong = Array.from({ length: 120 }, (_, n) => n);
    while (wrong.length > 0) {
      await Promise.all(wrong.splice(0, 20).map((n) => office.send(
        SIGN_IN, { email: `somebody${n}@example.org`, password: 'a guess of mine' })));
    }
    const right = await office.send(SIGN_IN, { email, password: PASSWORD });
    expect(right.text).toContain('SignedIn');
  });

  it('ends with the sign-out, on every copy of the cookie', async () => {
    const client = rig.client();
    const { csrfToken } = await client.field<{ csrfToken: string }>(
      SIGN_IN, { email, password: PASSWORD });
    client.csrfToken = csrfToken;
    const cookie = Reflect.get(client, 'cookie') as string;
    expect(await client.field('mutation { signOut }')).toBe(true);
    const thief = await rig.client().send(ME, {}, { cookie });
    expect(thief.text).toContain('UNAUTHENTICATED');
  });

  it('is a new session, whatever session the browser had before', async () => {
    const cookieOf = async (headers: Record<string, string>) => {
      const answer = await rig.client().send(SIGN_IN, { email, password: PASSWORD }, headers);
      return /sotto_hr=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0] ?? '';
    };
    const planted = await cookieOf({});
    const victims = await cookieOf({ cookie: planted });
    expect(victims).not.toBe('');
    const http = rig.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    const [before, after] = [planted, victims].map((cookie) => http.decodeSecureSession(
      decodeURIComponent(cookie.slice('sotto_hr='.length)))?.get('token'));
    expect(before).toMatch(/./);
    expect(after).toMatch(/./);
    expect(after).not.toBe(before);
  });

  it('ends after twelve hours', async () => {
    const client = rig.client();
    await client.field(SIGN_IN, { email, password: PASSWORD });
    expect(await client.codeOf(ME)).toBe('none');
    rig.clock.moveTo('2026-11-03');
    expect(await client.codeOf(ME)).toBe('UNAUTHENTICATED');
  });

  it('refuses a change without the CSRF token of this very sign-in', async () => {
    const client = rig.client();
    await client.field(SIGN_IN, { email, password: PASSWORD });
    const other = await rig.client().field<{ csrfToken: string }>(
      SIGN_IN, { email, password: PASSWORD });
    for (const token of [undefined, '', 'x', other.csrfToken]) {
      client.csrfToken = token;
      expect(await client.codeOf('mutation { signOut }')).toBe('FORBIDDEN');
    }
  });

  it('takes an invitation once, and no token of its own making', async () => {
    const owner = await signedInOwner(rig);
    const { token } = await owner.field<{ token: string }>(
      `mutation { inviteHrUser(email: "new@example.org", role: VIEWER) {
         ... on Invited { token } } }`);
    const accept = (given: string) => rig.client().field(
      `mutation ($token: String!, $password: String!) {
         acceptInvitation(token: $token, password: $password) { __typename } }`,
      { token: given, password: PASSWORD });
    const refused = { __typename: 'InvitationRefused' };
    expect(await accept(`${token.slice(0, -2)}AA`)).toEqual(refused);
    expect(await accept(token)).toEqual({ __typename: 'SignedIn' });
    expect(await accept(token)).toEqual(refused);
  });

  it('goes on with a new password by the old one, and ends everywhere else', async () => {
    const own = 'changes@example.org';
    const here = await newBuyer(rig, own);
    const elsewhere = rig.client();
    await elsewhere.field(SIGN_IN, { email: own, password: PASSWORD });
    const change = (current: string) => here.field<{ __typename: string; csrfToken?: string }>(
      `mutation ($current: String!) { changePassword(current: $current, next: "another good one") {
         __typename ... on SignedIn { csrfToken } } }`, { current });
    expect(await change('a wrong password')).toEqual({ __typename: 'SignInRefused' });
    expect(await elsewhere.codeOf(ME)).toBe('none');
    here.csrfToken = (await change(PASSWORD)).csrfToken;
    expect(await here.codeOf(ME)).toBe('none');
    expect(await elsewhere.codeOf(ME)).toBe('UNAUTHENTICATED');
    expect(await rig.client().field(SIGN_IN, { email: own, password: PASSWORD }))
      .toMatchObject({ __typename: 'SignInRefused' });
  });

  it('stores no password and no token', async () => {
    const rows = await rig.cluster.query('gateway', 'SELECT * FROM hr_user, hr_session');
    const text = JSON.stringify(rows);
    expect(text).toContain('$argon2id$v=19$m=19456,p=1,t=2$');
    expect(text).not.toContain(PASSWORD);
  });
});
