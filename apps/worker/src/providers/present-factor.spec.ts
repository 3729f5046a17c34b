import { Secret, TOTP } from 'otpauth';
import { SoftAuthenticator } from '#server/soft-authenticator.fixture';
import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { openVault, PAGES, registerNewcomer, type Vault } from '../../test/vault.ts';

/** Who finds an open console and knows the password: she takes no second factor, and adds none. */

const GIVEN = '$password: String!, $code: String, $passkey: String';
const GIVE = 'password: $password, code: $code, passkey: $passkey';
const TOLD = `__typename ... on SecondFactorNeeded { authenticator passkey }
  ... on SecondFactorRefused { code }`;
const DEEDS = {
  beginSecondFactor: `mutation (${GIVEN}) { beginSecondFactor(${GIVE}) { ${TOLD}
    ... on SecondFactorBegun { typed } } }`,
  beginPasskey: `mutation (${GIVEN}) { beginPasskey(${GIVE}) { ${TOLD}
    ... on PasskeyBegun { options } } }`,
  removePasskey: `mutation ($id: ID!, ${GIVEN}) { removePasskey(id: $id, ${GIVE}) { ${TOLD} } }`,
  switchOffSecondFactor: `mutation (${GIVEN}) { switchOffSecondFactor(${GIVE}) { ${TOLD} } }`,
} as const;
type Deed = keyof typeof DEEDS;
const NAMES = Object.keys(DEEDS) as Deed[];
const ADD = `mutation ($answer: String!) { addPasskey(answer: $answer, name: "new") { __typename
  ... on PasskeysChanged { passkeys { id } } ... on SecondFactorRefused { code } } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) { __typename
  ... on SecondFactorOn { recoveryCodes } ... on SecondFactorRefused { code } } }`;

interface Came {
  readonly __typename: string;
  readonly code?: string;
  readonly passkey?: string;
  readonly options?: string;
  readonly typed?: string;
  readonly passkeys?: readonly { readonly id: string }[];
  readonly recoveryCodes?: readonly string[];
}
interface Person {
  readonly login: string;
  readonly me: string;
  /** Of her passkey. */
  id: string;
  app?: TOTP;
  device?: SoftAuthenticator;
}

let vault: Vault;
beforeAll(async () => { vault = await openVault(); });
afterAll(() => vault.close());
beforeEach(() => { vault.clock.set('2026-11-02T12:00:00Z'); });

const deed = ({ me, id }: Person, name: Deed, given: object = {}) =>
  vault.get<Came>(DEEDS[name], { id, password: OWN_PASSWORD, ...given }, me);
const shown = (app: TOTP | undefined, ahead = 0) =>
  app?.generate({ timestamp: vault.clock.now().getTime() + ahead * 30_000 });
/** The same, with what she has. */
async function proved(person: Person, name: Deed): Promise<Came> {
  const { passkey = '' } = await deed(person, name);
  return deed(person, name, person.app
    ? { code: shown(person.app, 1) } : { passkey: person.device?.sign(passkey) });
}
async function somebody(has: readonly ('app' | 'passkey')[]): Promise<Person> {
  const { login } = await registerNewcomer(vault);
  const { token } = await signIn(vault, login, OWN_PASSWORD);
  const person: Person = { login, me: `Provider ${token}`, id: crypto.randomUUID() };
  if (has.includes('passkey')) {
    const device = new SoftAuthenticator(PAGES);
    const { options = '' } = await deed(person, 'beginPasskey');
    const { passkeys } = await vault.get<Came>(ADD, { answer: device.create(options) }, person.me);
    Object.assign(person, { device, id: passkeys?.[0]?.id });
  }
  if (has.includes('app')) {
    const { typed = '' } = await (person.device ? proved : deed)(person, 'beginSecondFactor');
    person.app = new TOTP({ secret: Secret.fromBase32(typed) });
    await vault.get(CONFIRM, { code: shown(person.app) }, person.me);
  }
  return person;
}
/** Everything that counts as a second factor of hers. */
const factors = ({ login }: Person) => vault.row(
  `SELECT f.wrapped_secret, f.confirmed_on, k.id AS passkey FROM provider p
   LEFT JOIN provider_second_factor f ON f.provider_id = p.id
   LEFT JOIN provider_passkey k ON k.provider_id = p.id WHERE p.login = $1`, [login]);

const HAD: [string, ('app' | 'passkey')[]][] = [
  ['an app', ['app']], ['a passkey', ['passkey']], ['both', ['app', 'passkey']]];

describe.each(HAD)('a therapist who has %s', (_, has) => {
  let person: Person;
  beforeAll(async () => {
    vault.clock.set('2026-11-02T12:00:00Z');
    person = await somebody(has);
  });

  it.each(NAMES)('is asked for it by %s, and nothing is done by the password alone', async (name) => {
    const before = await factors(person);
    expect(await deed(person, name)).toEqual({
      __typename: 'SecondFactorNeeded', authenticator: has.includes('app'),
      passkey: has.includes('passkey') ? expect.any(String) : null });
    expect(await deed(person, name, { code: '000000' })).toMatchObject({ code: 'WRONG_CODE' });
    expect(await deed(person, name, { passkey: '{}' })).toMatchObject({ code: 'WRONG_PASSKEY' });
    expect(await factors(person)).toEqual(before);
  });

  it('does each with what she has, one after the other', async () => {
    // Without any there is nothing to prove.
    for (const [at, name] of (has.includes('app') ? NAMES : NAMES.slice(0, -1)).entries()) {
      vault.clock.set(`2026-11-02T13:0${at}:00Z`);
      const came = await proved(person, name);
      expect(came.__typename).not.toBe('SecondFactorNeeded');
      expect(came.code ?? 'none').not.toMatch(/WRONG/);
    }
    expect(await factors(person)).toMatchObject({ confirmed_on: null, passkey: null });
  });
});

it('a code of a therapist is good yet when what it was given for is refused', async () => {
  const person = await somebody(['app']);
  const code = shown(person.app, 1);
  expect(await deed(person, 'beginSecondFactor', { code })).toMatchObject({ code: 'ALREADY_ON' });
  expect(await deed(person, 'removePasskey', { code })).toMatchObject({ code: 'UNKNOWN_PASSKEY' });
  expect(await deed(person, 'beginPasskey', { code })).toMatchObject({ __typename: 'PasskeyBegun' });
  expect(await deed(person, 'beginPasskey', { code })).toMatchObject({ code: 'WRONG_CODE' });
});

it('what a therapist\'s passkey has signed for one thing is nothing for another', async () => {
  const person = await somebody(['passkey']);
  const { passkey } = await signIn(vault, person.login, OWN_PASSWORD);
  expect(await deed(person, 'removePasskey', { passkey: person.device?.sign(passkey ?? '') }))
    .toMatchObject({ code: 'WRONG_PASSKEY' });
});

it('nothing that she began while she had none adds one afterwards', async () => {
  const person = await somebody([]);
  await deed(person, 'beginSecondFactor');
  const { options: early = '' } = await deed(person, 'beginPasskey');
  const { options = '' } = await deed(person, 'beginPasskey');
  const add = (from: string) =>
    vault.get<Came>(ADD, { answer: new SoftAuthenticator(PAGES).create(from) }, person.me);
  expect(await add(options)).toMatchObject({ __typename: 'PasskeysChanged' });
  expect(await vault.get(CONFIRM, { code: '000000' }, person.me)).toMatchObject({ code: 'NOT_ON' });
  expect(await add(early)).toMatchObject({ code: 'WRONG_PASSKEY' });
});
