import type { Log } from '#platform/logging';
import { LONGEST_ANSWER, LONGEST_REQUEST } from '#pseudonym/sealed';
import { SoftAuthenticator, type Twist } from '#server/soft-authenticator.fixture';
import { pauseAt } from '../../../../test/faults/forced.ts';
import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { openVault, PAGES, registerNewcomer, type Vault } from '../../test/vault.ts';

const BEGIN = `mutation ($password: String!, $passkey: String) {
  beginPasskey(password: $password, passkey: $passkey) { __typename
    ... on PasskeyBegun { options } ... on SecondFactorNeeded { passkey }
    ... on SecondFactorRefused { code } } }`;
const ADD = `mutation ($answer: String!, $name: String!) { addPasskey(answer: $answer, name: $name) {
  __typename ... on PasskeysChanged { passkeys { id name addedOn usedOn } }
  ... on SecondFactorRefused { code } } }`;
const RENAME = `mutation ($id: ID!, $name: String!) { renamePasskey(id: $id, name: $name) {
  ... on PasskeysChanged { passkeys { name } } ... on SecondFactorRefused { code } } }`;
const REMOVE = `mutation ($id: ID!, $password: String!, $passkey: String) {
  removePasskey(id: $id, password: $password, passkey: $passkey) {
    ... on PasskeysChanged { passkeys { name } } ... on SecondFactorNeeded { passkey }
    ... on SecondFactorRefused { code } } }`;
const CHANGE = `mutation ($next: String!, $passkey: String) {
  changeProviderPassword(current: "${OWN_PASSWORD}", next: $next, passkey: $passkey) { __typename
    ... on SecondFactorNeeded { passkey } ... on SignInRefused { code } } }`;
const RESET = `mutation ($login: String!) { resetProviderSecondFactor(login: $login) {
  ... on SecondFactorReset { hadOne } } }`;
const OWN = '{ providerPasskeys { host passkeys { id name addedOn usedOn } } }';
const NEEDED = { __typename: 'SecondFactorNeeded', authenticator: false, passkey: expect.any(String) };
const REFUSED = { __typename: 'SignInRefused', code: 'WRONG_PASSKEY' };

interface Came {
  readonly __typename: string;
  readonly code?: string;
  readonly options?: string;
  readonly passkey?: string;
}
interface Own {
  readonly host: string | null;
  readonly passkeys: { id: string; name: string; addedOn: string; usedOn: string | null }[];
}
interface Person { login: string; me: string; device: SoftAuthenticator }

describe('a therapist\'s passkey', () => {
  let vault: Vault;
  const lines: object[] = [];
  const log: Log = { write: (level, fields) => { lines.push({ level, ...fields }); } };
  beforeAll(async () => { vault = await openVault(8, log); });
  afterAll(() => vault.close());
  beforeEach(() => { vault.clock.set('2026-11-02T12:00:00Z'); });

  /** Do what a passkey that is there has to sign for. */
  const proved = async ({ me, device }: Person, what: string, given = {}) => {
    const all = { password: OWN_PASSWORD, ...given };
    const { passkey = '' } = await vault.get<Came>(what, all, me);
    return vault.get<Came>(what, { ...all, passkey: device.sign(passkey) }, me);
  };
  const begun = async (person: Person) => (await proved(person, BEGIN)).options ?? '';
  const withPasskey = async (): Promise<Person> => {
    const { login } = await registerNewcomer(vault);
    const { token } = await signIn(vault, login, OWN_PASSWORD);
    const me = `Provider ${token}`;
    const device = new SoftAuthenticator(PAGES);
    const { options = '' } = await vault.get<Came>(BEGIN, { password: OWN_PASSWORD }, me);
    expect(await vault.get(ADD, { answer: device.create(options), name: 'laptop' }, me))
      .toMatchObject({ __typename: 'PasskeysChanged' });
    return { login, me, device };
  };
  const asked = async (login: string) => (await signIn(vault, login, OWN_PASSWORD)).passkey ?? '';
  const by = (login: string, passkey: string) => signIn(vault, login, OWN_PASSWORD, { passkey });

  it('lets in who has it and the password, and nobody by the password alone', async () => {
    const { login, device } = await withPasskey();
    const needed = await signIn(vault, login, OWN_PASSWORD);
    expect(needed).toEqual(NEEDED);
    expect(JSON.parse(needed.passkey ?? '')).toMatchObject({
      rpId: 'care.sotto.example', userVerification: 'required' });
    const passkey = device.sign(needed.passkey ?? '');
    expect(await signIn(vault, login, 'a wrong password', { passkey }))
      .toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect(await by(login, passkey)).toMatchObject({ __typename: 'ProviderSession' });
    expect(await by(login, passkey)).toMatchObject(REFUSED);
  });

  it('is listed, renamed and removed, the last by what she has', async () => {
    const person = await withPasskey();
    const { login, me, device } = person;
    await by(login, device.sign(await asked(login)));
    const { host, passkeys: [one] } = await vault.get<Own>(OWN, {}, me);
    expect([host, one]).toEqual(['care.sotto.example', {
      id: expect.any(String), name: 'laptop', addedOn: '2026-11-02', usedOn: '2026-11-02' }]);
    const id = one?.id;
    expect(await vault.get(RENAME, { id, name: ' phone ' }, me))
      .toEqual({ passkeys: [{ name: 'phone' }] });
    const stranger = await withPasskey();
    expect(await vault.get(RENAME, { id, name: 'mine' }, stranger.me))
      .toEqual({ code: 'UNKNOWN_PASSKEY' });
    expect(await proved(stranger, REMOVE, { id })).toEqual({ code: 'UNKNOWN_PASSKEY' });
    expect(await vault.get(REMOVE, { id, password: 'not her own' }, me))
      .toEqual({ code: 'WRONG_PASSWORD' });
    expect(await proved(person, REMOVE, { id })).toEqual({ passkeys: [] });
    expect(await signIn(vault, login, OWN_PASSWORD))
      .toMatchObject({ __typename: 'ProviderSession' });
  });

  it('is asked for when the password is changed, with a challenge of that', async () => {
    const { login, me, device } = await withPasskey();
    const next = 'seven green umbrellas dance';
    const ofSignIn = device.sign(await asked(login));
    expect(await vault.get(CHANGE, { next, passkey: ofSignIn }, me)).toMatchObject(REFUSED);
    const needed = await vault.get<Came>(CHANGE, { next }, me);
    expect(await vault.get(CHANGE, { next, passkey: device.sign(needed.passkey ?? '') }, me))
      .toMatchObject({ __typename: 'ProviderSession' });
  });

  it('is taken away by the operator, and what was refused is in the log without whose', async () => {
    const { login, device } = await withPasskey();
    lines.length = 0;
    expect(await by(login, device.sign(await asked(login), { isVerified: false })))
      .toMatchObject(REFUSED);
    expect(lines).toContainEqual({ level: 'warn', event: 'sign-in-refused', code: 'WRONG_PASSKEY' });
    expect(JSON.stringify(lines)).not.toContain(login);
    expect(await vault.get(RESET, { login }, vault.operator)).toEqual({ hadOne: true });
    expect(await signIn(vault, login, OWN_PASSWORD))
      .toMatchObject({ __typename: 'ProviderSession' });
  });

  it.each([
    ['another origin', { origin: 'https://sotto.example' }],
    ['another host name', { rpId: 'sotto.example' }],
    ['nobody present', { isPresent: false }],
    ['a person who was not verified', { isVerified: false }],
    ['a challenge of its own', { challenge: 'a'.repeat(75) }],
    ['the signature of a registration', { type: 'webauthn.create' }],
  ] as [string, Twist][])('is refused with %s', async (_, twist) => {
    const { login, device } = await withPasskey();
    expect(await by(login, device.sign(await asked(login), twist))).toMatchObject(REFUSED);
  });

  it('is refused when it is somebody else\'s, late, or no answer at all', async () => {
    const { login, device } = await withPasskey();
    const other = await withPasskey();
    expect(await by(login, other.device.sign(await asked(login)))).toMatchObject(REFUSED);
    const late = device.sign(await asked(login));
    vault.clock.set('2026-11-02T12:05:01Z');
    expect(await by(login, late)).toMatchObject(REFUSED);
    for (const answer of ['{}', 'null', 'x', '[]']) {
      expect(await by(login, answer)).toMatchObject(REFUSED);
    }
  });

  it('is one of five, and so short that all of it fits what is sealed', async () => {
    const person = await withPasskey();
    const { login, me } = person;
    const long = new SoftAuthenticator(PAGES, 256);
    expect(await vault.get(ADD, { answer: long.create(await begun(person)), name: 'long' }, me))
      .toMatchObject({ code: 'TOO_LARGE' });
    for (let n = 0; n < 4; n += 1) {
      const answer = new SoftAuthenticator(PAGES, 255).create(await begun(person));
      // What an RSA key (Windows) and a browser's own words in the challenge add to it.
      expect(JSON.stringify(answer).length + 700 + 500).toBeLessThan(LONGEST_REQUEST);
      expect(await vault.get(ADD, { answer, name: 'n'.repeat(60) }, me))
        .toMatchObject({ __typename: 'PasskeysChanged' });
    }
    expect(await proved(person, BEGIN)).toMatchObject({ code: 'TOO_MANY' });
    const needed = await signIn(vault, login, OWN_PASSWORD);
    expect(JSON.stringify(needed).length + 500).toBeLessThan(LONGEST_ANSWER);
  });

  it('is one of five, also where several are added at once', async () => {
    const person = await withPasskey();
    const { me } = person;
    const answers: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      answers.push(new SoftAuthenticator(PAGES).create(await begun(person)));
    }
    const add = (answer: string) => vault.get<Came>(ADD, { answer, name: 'one of many' }, me);
    for (const answer of answers.splice(0, 3)) await add(answer);
    const paused = await pauseAt(vault.cluster, 'LOCK TABLE provider_passkey IN SHARE MODE');
    const begunOnes = [];
    for (const answer of answers) begunOnes.push(await paused.queueUp(() => add(answer)));
    await paused.letGo();
    const came = await Promise.all(begunOnes.map(({ ends }) => ends));
    expect(came.map(({ __typename, code }) => code ?? __typename).sort())
      .toEqual(['PasskeysChanged', 'TOO_MANY', 'TOO_MANY']);
  });
});
