import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { openVault, registerNewcomer, type Vault } from '../../test/vault.ts';

type Row = { kind: string; count: number; day: string | null };

/** What waits for an operator of the vault: therapists and alarms, nothing of care. */
describe('the vault\'s list of what waits', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());
  const waiting = async () => Object.fromEntries(
    (await vault.get<Row[]>('{ waiting { kind count day } }', {}, vault.operator))
      .map(({ kind, ...row }) => [kind, row]));

  it('is for operators alone', async () => {
    const { login } = await registerNewcomer(vault);
    const { token } = await signIn(vault, login, OWN_PASSWORD);
    const { errors } = await vault.ask('{ waiting { kind } }', {}, `Provider ${token}`);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('has therapists without a second factor, and licences that end within a month', async () => {
    const before = (await waiting())['THERAPISTS_WITHOUT_FACTOR']?.count ?? 0;
    const { login } = await registerNewcomer(vault);
    expect((await waiting())['THERAPISTS_WITHOUT_FACTOR'])
      .toEqual({ count: before + 1, day: '2026-11-02' });
    await vault.row(`INSERT INTO provider_second_factor (provider_id, wrapped_secret, confirmed_on)
      SELECT id, decode(repeat('00', 48), 'hex'), '2026-11-02' FROM provider WHERE login = $1`, [login]);
    expect((await waiting())['THERAPISTS_WITHOUT_FACTOR']?.count ?? 0).toBe(before);
    expect(await waiting()).not.toHaveProperty('LICENCES_ENDING');
    await vault.row(`UPDATE provider_licence SET expires = '2026-11-20' WHERE provider_id =
      (SELECT id FROM provider WHERE login = $1)`, [login]);
    expect((await waiting())['LICENCES_ENDING']).toMatchObject({ day: '2026-11-20' });
  });

  it('has first passwords that the operator gave and nobody has used', async () => {
    const { login } = await registerNewcomer(vault);
    expect(await waiting()).not.toHaveProperty('FIRST_PASSWORDS');
    await vault.get(`mutation ($login: String!) { resetProviderPassword(login: $login,
      idempotencyKey: "4b3a6c0e-7d0f-4f0a-9a41-3f6f2f3b7c11") { __typename } }`, { login },
    vault.operator);
    expect((await waiting())['FIRST_PASSWORDS']).toEqual({ count: 1, day: '2026-11-02' });
  });
});
