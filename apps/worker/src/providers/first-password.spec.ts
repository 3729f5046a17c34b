import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { openVault, registerNewcomer, type Vault } from '../../test/vault.ts';

const RESET = `mutation ($login: String!, $key: ID!) {
  resetProviderPassword(login: $login, idempotencyKey: $key) { ... on PasswordReset { password } } }`;

/** A therapist types what the sheet says that the operator gave her. */
describe('a first password', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  /** The login of a therapist with a password that was made for her just now, and that. */
  async function printed(): Promise<{ login: string; password: string }> {
    const { login } = await registerNewcomer(vault);
    const { password } = await vault.get<{ password: string }>(
      RESET, { login, key: crypto.randomUUID() }, vault.operator);
    return { login, password };
  }
  const groups = (text: string, by: string) => text.match(/.{1,4}/g)!.join(by);

  it.each<[string, (made: string) => string]>([
    ['in capitals', (made) => made.toUpperCase()],
    ['with a capital that the telephone put there', (made) => made[0]!.toUpperCase() + made.slice(1)],
    ['in groups', (made) => groups(made, ' ')],
    ['in groups with dashes', (made) => groups(made, '–').toUpperCase()],
    ['with spaces around', (made) => `  ${made}\n`],
    ['in wide letters', (made) => made.replaceAll(/[a-z]/g, (one) =>
      String.fromCodePoint(one.codePointAt(0)! + 0xfee0))],
  ])('is taken as people type it: %s', async (_, typed) => {
    const { login, password } = await printed();
    expect(await signIn(vault, ` ${login.toUpperCase().replaceAll('-', '–')} `, typed(password)))
      .toEqual({ __typename: 'ProviderNewPasswordNeeded' });
    expect(await signIn(vault, login, typed(password), { newPassword: OWN_PASSWORD }))
      .toMatchObject({ __typename: 'ProviderSession' });
  });

  it('is no password of her own in any spelling', async () => {
    const { login, password } = await printed();
    for (const newPassword of [password, password.toUpperCase(), groups(password, '-')]) {
      expect(await signIn(vault, login, password, { newPassword }))
        .toMatchObject({ __typename: 'PasswordRefused', code: 'UNCHANGED' });
    }
  });

  it('is taken so alone: her own password is taken as she set it', async () => {
    const { login, password } = await printed();
    await signIn(vault, login, password, { newPassword: OWN_PASSWORD });
    for (const typed of [OWN_PASSWORD.toUpperCase(), OWN_PASSWORD.replaceAll(' ', ''), password]) {
      expect(await signIn(vault, login, typed)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    }
  });

  it('is replaced once, however often the request comes: an answer may be lost', async () => {
    const { login, password } = await printed();
    const again = () => signIn(vault, login, password, { newPassword: OWN_PASSWORD });
    const answers = [...await Promise.all([again(), again()]), await again()];
    expect(answers.map(({ __typename }) => __typename)).toEqual(answers.map(() => 'ProviderSession'));
    expect(await signIn(vault, login, password, { newPassword: 'another long one of hers' }))
      .toMatchObject({ code: 'SIGN_IN_REFUSED' });
  });

  it('that was replaced gives a guesser one try for each that is counted, in whichever field', async () => {
    const { login, password } = await printed();
    await signIn(vault, login, password, { newPassword: OWN_PASSWORD });
    const other = 'another long one of hers';
    const pairs = [[OWN_PASSWORD, other], [other, OWN_PASSWORD]] as const;
    const answers: string[] = [];
    for (const [typed, newPassword] of pairs) {
      answers.push((await signIn(vault, login, typed, { newPassword })).__typename);
    }
    expect(answers.toSorted()).toEqual(['ProviderSession', 'SignInRefused']);
    expect(await signIn(vault, login, other)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect(await signIn(vault, login, OWN_PASSWORD))
      .toMatchObject({ __typename: 'ProviderSession' });
  });
});
