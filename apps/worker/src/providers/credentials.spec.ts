import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Log } from '#platform/logging';
import { meetingOf } from '../../test/meeting.ts';
import { OWN_PASSWORD, type SignedIn, signIn, signInFully } from '../../test/sign-in.ts';
import { openVault, type Vault } from '../../test/vault.ts';

const REGISTER = `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) {
  __typename ... on ProviderRegistered { login initialPassword } } }`;
const CHANGE = `mutation ($current: String!, $next: String!, $code: String) {
  changeProviderPassword(current: $current, next: $next, code: $code) { __typename
    ... on ProviderSession { token } ... on SignInRefused { code } ... on PasswordRefused { code } } }`;
const BEGIN = `mutation ($password: String!) { beginSecondFactor(password: $password) {
  __typename ... on SecondFactorBegun { uri typed } ... on SecondFactorRefused { code } } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) { __typename
  ... on SecondFactorOn { recoveryCodes } ... on SecondFactorRefused { code } } }`;
const RENEW = `mutation ($code: String!) { renewRecoveryCodes(code: $code) { __typename
  ... on SecondFactorOn { recoveryCodes } ... on SecondFactorRefused { code } } }`;
const OFF = `mutation ($password: String!, $code: String!) {
  switchOffSecondFactor(password: $password, code: $code) { __typename
    ... on SecondFactorRefused { code } } }`;
const RESET_PASSWORD = `mutation ($login: String!, $key: ID!) {
  resetProviderPassword(login: $login, idempotencyKey: $key) { ... on PasswordReset { password } } }`;
const RESET_FACTOR = `mutation ($login: String!) { resetProviderSecondFactor(login: $login) {
  __typename ... on SecondFactorReset { hadOne } } }`;
const ACCOUNT = '{ provider { secondFactor recoveryCodes } }';

interface Person { login: string; me: string }
interface Codes { readonly recoveryCodes: string[]; readonly code?: string }

describe('a therapist\'s credentials', () => {
  let vault: Vault;
  const lines: unknown[] = [];
  const log: Log = { write: (level, fields) => { lines.push({ level, ...fields }); } };
  beforeAll(async () => { vault = await openVault(8, log); });
  afterAll(() => vault.close());

  type Registered = { login: string; initialPassword: string };
  const registered = () => vault.get<Registered>(REGISTER, { input: {
    idempotencyKey: randomUUID(), name: 'Dr Mara Grünwald', languages: ['de'],
    specialities: ['GRIEF'], modalities: ['VIDEO'], gender: 'FEMALE', timeZone: 'Europe/Vienna',
    meeting: meetingOf(['VIDEO']),
    licences: [{ jurisdiction: 'AT', number: 'W-7', expires: '2027-06-30' }] } }, vault.operator);
  const newcomer = async (): Promise<Person> => {
    const { login, initialPassword } = await registered();
    const { token } = await signIn(vault, login, initialPassword, { newPassword: OWN_PASSWORD });
    return { login, me: `Provider ${token}` };
  };
  const settled = async (): Promise<Person> => {
    const { login, initialPassword } = await registered();
    const { token } = await signInFully(
      vault, login, initialPassword, { newPassword: OWN_PASSWORD });
    return { login, me: `Provider ${token}` };
  };
  /** What an app shows so many steps of 30 seconds from now. */
  const shown = (app: TOTP, ahead = 0) =>
    app.generate({ timestamp: vault.clock.now().getTime() + ahead * 30_000 });
  const enrol = async ({ me }: Person) => {
    const { typed } = await vault.get<{ typed: string }>(BEGIN, { password: OWN_PASSWORD }, me);
    const app = new TOTP({ secret: Secret.fromBase32(typed) });
    const { recoveryCodes } = await vault.get<Codes>(CONFIRM, { code: shown(app) }, me);
    return { app, recoveryCodes };
  };

  it('begin with a password of her own: the printed one opens nothing', async () => {
    const { login, initialPassword } = await registered();
    const without = await signIn(vault, login, initialPassword);
    expect(without).toEqual({ __typename: 'ProviderNewPasswordNeeded' });
    expect(await vault.row('SELECT count(*)::int AS n FROM provider_session')).toEqual({ n: 0 });
    const { token } = await signIn(vault, login, initialPassword, { newPassword: OWN_PASSWORD });
    // Until she has a second factor it opens nothing but the way to set one up.
    await expect(vault.get('{ provider { login } }', {}, `Provider ${token}`))
      .rejects.toThrow('SECOND_FACTOR_MISSING');
    expect(await vault.get('{ providerPasskeys { passkeys { id } } }', {}, `Provider ${token}`))
      .toEqual({ passkeys: [] });
    expect(await signIn(vault, login, initialPassword)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect(await signIn(vault, login, OWN_PASSWORD)).toMatchObject({ __typename: 'ProviderSession' });
  });

  it.each([
    ['TOO_SHORT', () => 'short'], ['REPEATED', () => 'aaaaaaaaaaaa'], ['COMMON', () => 'Password123!'],
    ['OWN_WORDS', (login: string) => login], ['OWN_WORDS', () => 'MaraGruenwald'.replace('ue', 'u')],
    ['OWN_WORDS', () => 'sotto sotto 2026'], ['UNCHANGED', (_: string, first: string) => first],
  ] as [string, (login: string, first: string) => string][])(
    'are refused as %s by the rule that holds for HR too', async (code, choose) => {
      const { login, initialPassword } = await registered();
      const newPassword = choose(login, initialPassword);
      expect(await signIn(vault, login, initialPassword, { newPassword }))
        .toMatchObject({ __typename: 'PasswordRefused', code });
      const { me } = await settled();
      if (code !== 'UNCHANGED' && code !== 'OWN_WORDS') {
        expect(await vault.get(CHANGE, { current: OWN_PASSWORD, next: newPassword }, me))
          .toMatchObject({ code });
      }
    });

  it('are changed by the password that was; every other session ends, and hers goes on', async () => {
    const person = await newcomer();
    const { login, me } = person;
    const { recoveryCodes: [one, other] } = await enrol(person);
    const { token: elsewhere } = await signIn(vault, login, OWN_PASSWORD, { code: one! });
    const next = 'seven green umbrellas dance';
    expect(await vault.get(CHANGE, { current: 'not hers at all', next }, me))
      .toMatchObject({ code: 'SIGN_IN_REFUSED' });
    const given = { current: OWN_PASSWORD, next, code: other };
    const { token } = await vault.get<{ token: string }>(CHANGE, given, me);
    for (const over of [me, `Provider ${elsewhere}`]) {
      await expect(vault.get(ACCOUNT, {}, over)).rejects.toThrow('UNAUTHENTICATED');
    }
    expect(await vault.get(ACCOUNT, {}, `Provider ${token}`))
      .toEqual({ secondFactor: true, recoveryCodes: 8 });
    expect(await signIn(vault, login, OWN_PASSWORD)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
  });

  it('ask for a code once an app was confirmed, after a right password alone', async () => {
    const person = await newcomer();
    const { uri } = await vault.get<{ uri: string }>(BEGIN, { password: OWN_PASSWORD }, person.me);
    expect(uri).toContain(`otpauth://totp/Sotto:${person.login}?`);
    expect(await signIn(vault, person.login, OWN_PASSWORD))
      .toMatchObject({ __typename: 'ProviderSession' });
    const { app, recoveryCodes } = await enrol(person);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await signIn(vault, person.login, OWN_PASSWORD)).toEqual({
      __typename: 'SecondFactorNeeded', authenticator: true, passkey: null });
    expect(await signIn(vault, person.login, 'not hers', { code: shown(app, 1) }))
      .toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect(await signIn(vault, person.login, OWN_PASSWORD, { code: shown(app, 1) }))
      .toMatchObject({ __typename: 'ProviderSession' });
  });

  it('count each code once: replayed, earlier and simultaneous ones are refused', async () => {
    const person = await newcomer();
    const { app, recoveryCodes } = await enrol(person);
    const by = (code: string) => signIn(vault, person.login, OWN_PASSWORD, { code });
    const wrong = { __typename: 'SignInRefused', code: 'WRONG_CODE' };
    expect(await by(shown(app))).toMatchObject(wrong);
    const rivals = await Promise.all([1, 1, 1].map((step) => by(shown(app, step))));
    expect(rivals.filter(({ __typename }) => __typename === 'ProviderSession')).toHaveLength(1);
    expect(await by(shown(app, -1))).toMatchObject(wrong);
    const typed = recoveryCodes[0]!.toLowerCase().replaceAll('-', ' ');
    expect(await by(typed)).toMatchObject({ __typename: 'ProviderSession' });
    expect(await by(recoveryCodes[0]!)).toMatchObject(wrong);
  });

  it('leave in the log that a second factor was refused: what was wrong, and never whose', async () => {
    const person = await newcomer();
    const { recoveryCodes } = await enrol(person);
    const [code] = recoveryCodes;
    lines.splice(0);
    await vault.get(CONFIRM, { code: '000000' }, person.me);
    await vault.get(BEGIN, { password: 'not hers at all' }, person.me);
    await vault.get(RENEW, { code: '000000' }, person.me);
    await vault.get(OFF, { password: OWN_PASSWORD, code: '000000' }, person.me);
    await vault.get(OFF, { password: 'not hers at all', code }, person.me);
    expect(lines).toEqual(['ALREADY_ON', 'WRONG_PASSWORD', 'WRONG_CODE', 'WRONG_CODE',
      'WRONG_PASSWORD'].map((of) => ({ level: 'warn', event: 'second-factor-refused', code: of })));
  });

  it('stop a guesser of codes who knows the password; a stranger stops nobody', async () => {
    const person = await newcomer();
    const { app } = await enrol(person);
    const outcomes: string[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      outcomes.push(await signIn(vault, person.login, OWN_PASSWORD, { code: '000000' })
        .then((answer: SignedIn) => answer.code ?? '', (error: Error) => error.message.split(':')[0]!));
    }
    expect(outcomes).toEqual([...Array.from({ length: 10 }, () => 'WRONG_CODE'),
      'RATE_LIMITED', 'RATE_LIMITED']);
    vault.clock.set('2026-11-02T12:20:00Z');
    expect(await signIn(vault, person.login, OWN_PASSWORD, { code: shown(app) }))
      .toMatchObject({ __typename: 'ProviderSession' });
    vault.clock.set('2026-11-02T12:00:00Z');
  });

  it('let nobody use up her tries by a login of the form that they are counted by', async () => {
    const person = await newcomer();
    const { app } = await enrol(person);
    const { id } = await vault.row<{ id: string }>(
      'SELECT id FROM provider WHERE login = $1', [person.login]);
    for (const what of ['code', 'password']) {
      for (let tries = 0; tries < 10; tries += 1) {
        expect(await signIn(vault, `${what}:${id}`, 'any'))
          .toMatchObject({ code: 'SIGN_IN_REFUSED' });
      }
    }
    const code = shown(app, 1);
    expect(await vault.get(CHANGE, { current: OWN_PASSWORD, next: 'nine slow rivers bend', code },
      person.me)).toMatchObject({ __typename: 'ProviderSession' });
  });

  it('change with a code too; recovery codes are renewed by one; off by password and code', async () => {
    const person = await newcomer();
    const { app, recoveryCodes } = await enrol(person);
    const next = 'seven green umbrellas dance';
    const change = (code?: string) =>
      vault.get<SignedIn>(CHANGE, { current: OWN_PASSWORD, next, code }, person.me);
    expect(await change()).toEqual({ __typename: 'SecondFactorNeeded' });
    const { token } = await change(shown(app, 1));
    const me = `Provider ${token}`;
    vault.clock.set('2026-11-02T12:05:00Z');
    expect(await vault.get(RENEW, { code: recoveryCodes[1]! }, me)).toMatchObject({ code: 'WRONG_CODE' });
    // It was the wrong place for it, and it is good where it belongs.
    expect(await signIn(vault, person.login, next, { code: recoveryCodes[1]! }))
      .toMatchObject({ __typename: 'ProviderSession' });
    const fresh = await vault.get<Codes>(RENEW, { code: shown(app) }, me);
    expect(await vault.get(OFF, { password: next, code: recoveryCodes[2]! }, me))
      .toMatchObject({ code: 'WRONG_CODE' });
    const code = fresh.recoveryCodes[0]!;
    expect(await vault.get(OFF, { password: 'not hers', code }, me))
      .toMatchObject({ code: 'WRONG_PASSWORD' });
    expect(await vault.get(OFF, { password: next, code }, me)).toEqual({ __typename: 'SecondFactorOff' });
    await expect(vault.get(ACCOUNT, {}, me)).rejects.toThrow('SECOND_FACTOR_MISSING');
    vault.clock.set('2026-11-02T12:00:00Z');
  });

  it('are reset by the operator one by one: password and second factor are two commands', async () => {
    const person = await newcomer();
    const { app } = await enrol(person);
    const { password } = await vault.get<{ password: string }>(
      RESET_PASSWORD, { login: person.login, key: randomUUID() }, vault.operator);
    await expect(vault.get(ACCOUNT, {}, person.me)).rejects.toThrow('UNAUTHENTICATED');
    expect(await signIn(vault, person.login, password)).toEqual({ __typename: 'ProviderNewPasswordNeeded' });
    const newPassword = 'nine amber kites over harbours';
    expect(await signIn(vault, person.login, password, { newPassword }))
      .toMatchObject({ __typename: 'SecondFactorNeeded' });
    const { token } = await signIn(
      vault, person.login, password, { newPassword, code: shown(app, 1) });
    expect(await vault.get(RESET_FACTOR, { login: person.login }, vault.operator))
      .toEqual({ __typename: 'SecondFactorReset', hadOne: true });
    await expect(vault.get(ACCOUNT, {}, `Provider ${token}`)).rejects.toThrow('UNAUTHENTICATED');
    expect(await signIn(vault, person.login, newPassword)).toMatchObject({ __typename: 'ProviderSession' });
    expect(await vault.get(RESET_FACTOR, { login: 'nobody-here' }, vault.operator))
      .toEqual({ __typename: 'ProviderNotFound' });
  });

  it.each([
    ['begun', BEGIN, 'SecondFactorBegun'], ['switched off', OFF, 'SecondFactorOff'],
  ])('a second factor is %s by the password; wrong ones count, however many are tried at once',
    async (_, document, done) => {
      const person = await newcomer();
      const rest = document === OFF ? { code: (await enrol(person)).recoveryCodes[0] } : {};
      const tried = (password: string) => vault.ask(document, { password, ...rest }, person.me);
      const outcomes = await Promise.all(Array.from({ length: 14 }, () => tried('not her own')));
      const codes = outcomes.map(({ data, errors }) => errors?.[0]?.extensions.code
        ?? (Object.values(data ?? {})[0] as { code?: string }).code);
      expect(codes.sort()).toEqual([
        ...Array<string>(4).fill('RATE_LIMITED'), ...Array<string>(10).fill('WRONG_PASSWORD')]);
      expect((await tried(OWN_PASSWORD)).errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
      vault.clock.set('2026-11-02T12:15:01Z');
      expect(Object.values((await tried(OWN_PASSWORD)).data ?? {})[0])
        .toMatchObject({ __typename: done });
      vault.clock.set('2026-11-02T12:00:00Z');
    });
});
