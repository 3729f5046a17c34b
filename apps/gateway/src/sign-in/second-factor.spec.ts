import { Secret, TOTP } from 'otpauth';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newOwner, PASSWORD } from '../../testing/story.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!, $code: String) {
  signIn(email: $email, password: $password, code: $code) { __typename
    ... on SignInRefused { code } } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) { __typename
  ... on SecondFactorOn { recoveryCodes } ... on SecondFactorRefused { code } } }`;
const RENEW = `mutation ($code: String!) { renewRecoveryCodes(code: $code) {
  ... on SecondFactorOn { recoveryCodes } ... on SecondFactorRefused { code } } }`;
const OFF = `mutation ($password: String!, $code: String!) {
  switchOffSecondFactor(password: $password, code: $code) { __typename
    ... on SecondFactorRefused { code } } }`;
const CHANGE = `mutation ($current: String!, $next: String!, $code: String) {
  changePassword(current: $current, next: $next, code: $code) { __typename
    ... on SignInRefused { code } ... on SignedIn { csrfToken } } }`;

describe('the second factor', () => {
  let rig: Rig;
  let owner: Client;
  let app: TOTP;
  let recoveryCodes: string[];
  const email = 'owner@example.org';
  /** What the app shows so many steps of 30 seconds from now. */
  const shown = (ahead = 0) =>
    app.generate({ timestamp: rig.clock.now().getTime() + ahead * 30_000 });
  const signIn = (code?: string) => rig.client().field<{ __typename: string; code?: string }>(
    SIGN_IN, { email, password: PASSWORD, code });

  beforeAll(async () => {
    rig = await startRig();
    owner = await newOwner(rig, email);
  });
  afterAll(() => rig.close());

  it('is not asked for before its first code was confirmed', async () => {
    const begun = await owner.field<{ uri: string; typed: string }>(
      `mutation { beginSecondFactor(password: "${PASSWORD}") {
        ... on SecondFactorBegun { uri typed } } }`);
    expect(begun.uri).toContain('otpauth://totp/Sotto:owner%40example.org?');
    app = new TOTP({ issuer: 'Sotto', secret: Secret.fromBase32(begun.typed) });
    expect(await signIn()).toEqual({ __typename: 'SignedIn' });
    expect(await owner.field(CONFIRM, { code: '000000' })).toMatchObject({ code: 'WRONG_CODE' });
    const on = await owner.field<{ recoveryCodes: string[] }>(CONFIRM, { code: shown() });
    ({ recoveryCodes } = on);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await owner.field(CONFIRM, { code: shown(1) })).toMatchObject({ code: 'ALREADY_ON' });
  });

  it('is asked for after a right password alone, and says nothing after a wrong one', async () => {
    expect(await signIn()).toEqual({ __typename: 'SecondFactorNeeded' });
    const wrong = await rig.client().field(SIGN_IN, { email, password: 'a wrong password' });
    expect(wrong).toEqual({ __typename: 'SignInRefused', code: 'WRONG_CREDENTIALS' });
  });

  it('takes a code once: neither the same nor an earlier step again', async () => {
    expect(await signIn(shown())).toMatchObject({ code: 'WRONG_CODE' });
    expect(await signIn(shown(1))).toEqual({ __typename: 'SignedIn' });
    expect(await signIn(shown(1))).toMatchObject({ code: 'WRONG_CODE' });
    expect(await signIn(shown(-1))).toMatchObject({ code: 'WRONG_CODE' });
    expect(await signIn(shown(5))).toMatchObject({ code: 'WRONG_CODE' });
  });

  it('lets one of many who send the same code at once in', async () => {
    rig.clock.moveTo('2026-11-03');
    const code = shown();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => signIn(code)));
    expect(outcomes.filter(({ __typename }) => __typename === 'SignedIn')).toHaveLength(1);
  });

  it('takes each recovery code once, however it is typed', async () => {
    const typed = recoveryCodes[0]!.toLowerCase().replaceAll('-', ' ');
    expect(await signIn(typed)).toEqual({ __typename: 'SignedIn' });
    expect(await signIn(recoveryCodes[0])).toMatchObject({ code: 'WRONG_CODE' });
  });

  it('stores neither the secret nor a recovery code', async () => {
    const rows = JSON.stringify(await rig.cluster.query('gateway',
      `SELECT encode(wrapped_secret, 'hex') AS a, (SELECT string_agg(encode(code_hash, 'hex'), '')
         FROM hr_recovery_code) AS b FROM hr_second_factor`));
    expect(rows).not.toContain(Buffer.from(app.secret.bytes).toString('hex'));
    const [{ left }] = await rig.cluster.query<{ left: number }>('gateway',
      'SELECT count(*)::int AS left FROM hr_recovery_code') as [{ left: number }];
    expect(left).toBe(9);
  });

  it('stops a guesser of codes, from whichever address, however many are tried at once', async () => {
    const other = 'guessed@example.org';
    const guessed = await newOwner(rig, other);
    const { typed } = await guessed.field<{ typed: string }>(
      `mutation { beginSecondFactor(password: "${PASSWORD}") {
        ... on SecondFactorBegun { typed } } }`);
    app = new TOTP({ secret: Secret.fromBase32(typed) });
    await guessed.field(CONFIRM, { code: shown() });
    const codes = await Promise.all(Array.from({ length: 40 }, () => rig.client().codeOf(
      SIGN_IN, { email: other, password: PASSWORD, code: '123456' })));
    expect(codes.filter((code) => code === 'none').length).toBeLessThanOrEqual(10);
    expect(codes).toContain('RATE_LIMITED');
    const renewals = await Promise.all(Array.from({ length: 40 }, () => guessed.codeOf(
      'mutation { switchOffSecondFactor(password: "no", code: "123456") { __typename } }')));
    expect(renewals.filter((code) => code === 'none')).toHaveLength(10);
  });

  it('is begun by the password alone: an open page is not enough, and wrong ones count', async () => {
    const left = await newOwner(rig);
    const begin = (password: string) => left.ask(`mutation ($password: String!) {
      beginSecondFactor(password: $password) { __typename
        ... on SecondFactorRefused { code } } }`, { password });
    const outcomes = await Promise.all(Array.from({ length: 14 }, () => begin('not her own')));
    const codes = outcomes.map(({ data, errors }) => errors?.[0]?.extensions.code
      ?? (data?.['beginSecondFactor'] as { code: string }).code);
    expect(codes.sort()).toEqual([
      ...Array<string>(4).fill('RATE_LIMITED'), ...Array<string>(10).fill('WRONG_PASSWORD')]);
    const other = await newOwner(rig);
    expect(await other.field(`mutation { beginSecondFactor(password: "${PASSWORD}") {
      __typename } }`)).toEqual({ __typename: 'SecondFactorBegun' });
  });

  it('is asked for when the password is changed, and its code counts there once too', async () => {
    const own = 'careful@example.org';
    const careful = await newOwner(rig, own);
    const { typed } = await careful.field<{ typed: string }>(
      `mutation { beginSecondFactor(password: "${PASSWORD}") {
        ... on SecondFactorBegun { typed } } }`);
    app = new TOTP({ secret: Secret.fromBase32(typed) });
    await careful.field(CONFIRM, { code: shown() });
    const next = 'amber kites over nine harbours';
    const change = (code?: string) => careful.field<{ __typename: string; csrfToken?: string }>(
      CHANGE, { current: PASSWORD, next, code });
    expect(await change()).toEqual({ __typename: 'SecondFactorNeeded' });
    expect(await change(shown())).toMatchObject({ code: 'WRONG_CODE' });
    expect(await change(shown(1))).toMatchObject({ __typename: 'SignedIn' });
    expect(await rig.client().field(SIGN_IN, { email: own, password: PASSWORD }))
      .toMatchObject({ code: 'WRONG_CREDENTIALS' });
  });

  it('goes off by password and code together', async () => {
    const again = await newOwner(rig);
    const { typed } = await again.field<{ typed: string }>(
      `mutation { beginSecondFactor(password: "${PASSWORD}") {
        ... on SecondFactorBegun { typed } } }`);
    app = new TOTP({ secret: Secret.fromBase32(typed) });
    await again.field(CONFIRM, { code: shown() });
    const off = (code: string, password = PASSWORD) => again.field(OFF, { password, code });
    expect(await off(shown())).toMatchObject({ code: 'WRONG_CODE' });
    expect(await off(shown(1), 'not her password')).toMatchObject({ code: 'WRONG_PASSWORD' });
    const on = await again.field<{ recoveryCodes: string[] }>(RENEW, { code: shown(1) });
    expect(await again.field('{ teamActions(first: 1) { action } }'))
      .toEqual([{ action: 'RECOVERY_CODES_RENEWED' }]);
    // Typed where a code of the app is wanted, a recovery code is refused and still good.
    expect(await again.field(RENEW, { code: on.recoveryCodes[0]! }))
      .toMatchObject({ code: 'WRONG_CODE' });
    expect(await off(on.recoveryCodes[0]!)).toEqual({ __typename: 'SecondFactorOff' });
    expect(await again.field('{ session { secondFactor recoveryCodes } }'))
      .toEqual({ secondFactor: false, recoveryCodes: 0 });
  });
});
