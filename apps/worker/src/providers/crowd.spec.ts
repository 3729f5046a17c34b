import { HeldChecks } from '#server/held-checks.fixture';
import { Passwords } from '#server/passwords';
import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { openVault, registerNewcomer, registerTherapist, type Vault } from '../../test/vault.ts';

const BEGIN = `mutation ($password: String!) {
  beginSecondFactor(password: $password) { __typename } }`;
const OFF = `mutation ($password: String!) {
  switchOffSecondFactor(password: $password, code: "000000") { __typename } }`;
const CHANGE = `mutation ($password: String!) {
  changeProviderPassword(current: $password, next: $password) { __typename } }`;

/** Whoever is right is never slowed: what she may not do is take all places to hash passwords. */
describe('one therapist who gives her right password many times at once', () => {
  let vault: Vault;
  let one: { login: string; authorization: string };
  let other: { login: string };
  /** Hers are held, the other's are answered. */
  let checks: HeldChecks;

  beforeAll(async () => {
    vault = await openVault();
    other = await registerNewcomer(vault);
    const row = await vault.row<{ hash: string }>(
      'SELECT password_hash AS hash FROM provider WHERE login = $1', [other.login]);
    checks = new HeldChecks(vault.app.get(Passwords, { strict: false }), row.hash);
  });
  beforeEach(async () => { one = await registerTherapist(vault); });
  afterAll(() => vault.close());

  const ask = (query: string) => () =>
    vault.ask(query, { password: OWN_PASSWORD }, one.authorization);
  it.each<[string, () => Promise<unknown>]>([
    ['to sign in', () => signIn(vault, one.login, OWN_PASSWORD).catch(() => undefined)],
    ['to begin a second factor', ask(BEGIN)], ['to switch one off', ask(OFF)],
    ['to change it', ask(CHANGE)],
  ])('%s holds two places: others are answered', async (_, tryOnce) => {
    checks.hold();
    const asked = Array.from({ length: 45 }, tryOnce);
    await checks.holds(2);
    const answers = await Promise.all(Array.from({ length: 5 }, () =>
      signIn(vault, other.login, OWN_PASSWORD)));
    expect(answers.map(({ __typename }) => __typename))
      .toEqual(answers.map(() => 'ProviderSession'));
    expect(checks.inFlight).toBe(2);
    await checks.letGo(asked);
  });
});
