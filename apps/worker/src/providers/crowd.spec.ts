import { Passwords } from '#server/passwords';
import { PasswordQueueFull } from '#server/places';
import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { openVault, registerTherapist, type Vault } from '../../test/vault.ts';

const BEGIN = `mutation ($password: String!) {
  beginSecondFactor(password: $password) { __typename } }`;
const OFF = `mutation ($password: String!) {
  switchOffSecondFactor(password: $password, code: "000000") { __typename } }`;
const CHANGE = `mutation ($password: String!) {
  changeProviderPassword(current: $password, next: $password) { __typename } }`;
/** What the hasher has, those who wait included. */
const PLACES = 34;
const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/** What others wait for until it is opened. */
function newGate() {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => { open = resolve; });
  return { promise, open };
}

/** Whoever is right is never slowed: what she may not do is take all places to hash passwords. */
describe('one therapist who gives her right password many times at once', () => {
  let vault: Vault;
  let one: { login: string; authorization: string };
  let other: { login: string };
  let othersHash: string;
  /** Her checks last until this comes; undefined while they are not held. */
  let gate: ReturnType<typeof newGate> | undefined;
  let inFlight = 0;

  beforeAll(async () => {
    vault = await openVault();
    one = await registerTherapist(vault);
    other = await registerTherapist(vault);
    ({ hash: othersHash } = await vault.row<{ hash: string }>(
      'SELECT password_hash AS hash FROM provider WHERE login = $1', [other.login]));
    const passwords = vault.app.get(Passwords, { strict: false });
    const check = passwords.check.bind(passwords);
    passwords.check = async (known, typed) => {
      if (!gate) return check(known, typed);
      if (inFlight >= PLACES) throw new PasswordQueueFull();
      if (known === othersHash) return true;
      inFlight += 1;
      await gate.promise;
      inFlight -= 1;
      return true;
    };
  });
  afterAll(() => vault.close());

  const ask = (query: string) => () =>
    vault.ask(query, { password: OWN_PASSWORD }, one.authorization);
  it.each<[string, () => Promise<unknown>]>([
    ['to sign in', () => signIn(vault, one.login, OWN_PASSWORD).catch(() => undefined)],
    ['to begin a second factor', ask(BEGIN)], ['to switch one off', ask(OFF)],
    ['to change it', ask(CHANGE)],
  ])('%s holds two places: others are answered', async (_, tryOnce) => {
    gate = newGate();
    const asked = Array.from({ length: 45 }, tryOnce);
    while (inFlight < 2) await turn();
    const answers = await Promise.all(Array.from({ length: 5 }, () =>
      signIn(vault, other.login, OWN_PASSWORD)));
    expect(answers.map(({ __typename }) => __typename))
      .toEqual(answers.map(() => 'ProviderSession'));
    expect(inFlight).toBe(2);
    gate.open();
    await Promise.all(asked);
    gate = undefined;
  });
});
