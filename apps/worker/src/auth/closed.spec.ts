import { withoutPartner, type State } from '#platform/restores/standing-watch';
import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { openVault, registerNewcomer, type Vault } from '../../test/vault.ts';

const RESET = `mutation ($login: String!) {
  resetProviderPassword(login: $login, idempotencyKey: "4b3a6c0e-7d0f-4f0a-9a41-3f6f2f3b7c11") {
    ... on PasswordReset { password } } }`;

/** Coming and going of therapists while the vault may have forgotten what was done. */
describe.each<State>(['restored', 'partner-restored', 'unheard'])('a vault that is %s', (closed) => {
  let vault: Vault;
  let state: State;
  beforeAll(async () => {
    state = 'open';
    vault = await openVault(8, undefined, { standingsOf: () => ({
      ...withoutPartner, state: () => state, settled: () => Promise.resolve(state) }) });
  });
  afterAll(() => vault.close());
  beforeEach(() => { state = 'open'; });

  it('lets a therapist in by her password', async () => {
    const { login } = await registerNewcomer(vault);
    state = closed;
    expect(await signIn(vault, login, OWN_PASSWORD)).toMatchObject({ __typename: 'ProviderSession' });
  });

  it('sets no password by a first one, which a backup may have brought back', async () => {
    const { login } = await registerNewcomer(vault);
    const { password } = await vault.get<{ password: string }>(RESET, { login }, vault.operator);
    state = closed;
    expect(await signIn(vault, login, password)).toEqual({ __typename: 'ProviderNewPasswordNeeded' });
    const newPassword = 'nine amber kites over harbours';
    await expect(signIn(vault, login, password, { newPassword })).rejects.toThrow('UNAVAILABLE');
    state = 'open';
    expect(await signIn(vault, login, newPassword)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect(await signIn(vault, login, password, { newPassword }))
      .toMatchObject({ __typename: 'ProviderSession' });
  });
});
