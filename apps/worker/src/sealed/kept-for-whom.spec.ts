import { randomBytes } from 'node:crypto';
import { answered, OWN_PASSWORD, signIn, trySignIn } from '../../test/sign-in.ts';
import { openVault, registerNewcomer, type Vault } from '../../test/vault.ts';
import { askUntilTold, bytesOf, type Asked } from './sealed-asks.fixture.ts';

const SIGN_IN = `mutation ($login: String!, $password: String!, $proof: SignInProofInput) {
  providerSignIn(login: $login, password: $password, proof: $proof) { __typename } }`;
const BEGIN = `mutation { beginSecondFactor(password: "${OWN_PASSWORD}") { __typename } }`;

/** Rows are for who takes a step: strangers must not fill the table that therapists share. */
describe('what an answer is kept for', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());
  beforeEach(() => vault.cluster.query('vault', 'DELETE FROM kept_answer'));

  const ask = (asked: Asked) => askUntilTold(vault, bytesOf(asked));
  const rows = async () => (await vault.row<{ n: number }>(
    'SELECT count(*)::int AS n FROM kept_answer')).n;
  const invented = () => `x${randomBytes(6).toString('hex')}`;
  const challengeOf = async (login: string) => {
    const { challenge, bits } = await trySignIn(vault, login, 'nothing');
    return answered(challenge!, bits!);
  };
  const attempt = (login: string, proof?: object): Asked =>
    ({ query: SIGN_IN, variables: { login, password: 'nothing', proof } });

  it.each<[string, () => Promise<Asked> | Asked]>([
    ['who asks for a challenge', () => attempt(invented())],
    ['who makes one up', () => attempt(invented(), { challenge: 'a.8.b.c', answer: 1 })],
    ['who has one of another login', async () =>
      attempt(invented(), await challengeOf(invented()))],
    ['who signs nobody out', () => ({ query: 'mutation { providerSignOut }' })],
    ['who has no sign-in', () => ({ query: BEGIN, authorization: `Provider ${'f'.repeat(64)}` })],
    ['who is no operator', () => ({
      query: 'mutation { acceptRestore(upTo: 1) { state } }', authorization: `Operator ${'f'.repeat(64)}` })],
  ])('is not %s', async (_, asked) => {
    await ask(await asked());
    expect(await rows()).toBe(0);
  });

  it('is an answered challenge, once, in however many requests it comes', async () => {
    const login = invented();
    const proof = await challengeOf(login);
    const told = [];
    for (const password of ['one', 'two', 'three']) {
      told.push(await ask({ query: SIGN_IN, variables: { login, password, proof } }));
    }
    expect(told.map((text) => text.includes('SignInRefused'))).toEqual([true, false, false]);
    expect(await rows()).toBe(1);
  });

  it('is a challenge that is enough among so many: a crowd does not fill the share', async () => {
    const attempts = [];
    for (let n = 0; n < 24; n += 1) {
      const login = invented();
      attempts.push(attempt(login, await challengeOf(login)));
    }
    await Promise.all(attempts.map(ask));
    expect(await rows()).toBeLessThan(12);
  });

  it('is known where the words stand in the document too', async () => {
    const login = invented();
    const { challenge, answer } = await challengeOf(login);
    await ask({ query: `mutation { again: providerSignIn(login: "${login}", password: "p",
      proof: { challenge: "${challenge}", answer: ${answer} }) { __typename } }` });
    expect(await rows()).toBe(1);
  });

  it('leaves a therapist hers, however many strangers have answered challenges', async () => {
    const { login } = await registerNewcomer(vault);
    const { token } = await signIn(vault, login, OWN_PASSWORD);
    await vault.cluster.query('vault', `INSERT INTO kept_answer (name, taker, ends)
      SELECT sha256(n::text::bytea), 'sign-in', '2026-11-02T12:02:00Z' FROM generate_series(1, 2048) AS n`);
    const stranger = invented();
    expect(await ask(attempt(stranger, await challengeOf(stranger)))).toContain('SignInRefused');
    expect(await rows()).toBe(2048);
    const bytes = bytesOf({ query: BEGIN, authorization: `Provider ${token}` });
    expect(await askUntilTold(vault, bytes)).toContain('SecondFactorBegun');
    expect(await rows()).toBe(2049);
  });
});
