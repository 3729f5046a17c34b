import { Secret, TOTP } from 'otpauth';
import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { openVault, registerNewcomer, type Vault } from '../../test/vault.ts';

const BEGIN = `mutation { beginSecondFactor(password: "${OWN_PASSWORD}") {
  ... on SecondFactorBegun { typed } } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) {
  ... on SecondFactorOn { recoveryCodes } } }`;
const CHANGE = `mutation ($next: String!, $code: String!) {
  changeProviderPassword(current: "${OWN_PASSWORD}", next: $next, code: $code) { __typename } }`;
const NEXT = 'quietly walnut harbour';

/** Who has got the password and nothing more may not keep its owner out. */
describe('wrong codes, by somebody who knows a therapist\'s password', () => {
  let vault: Vault;
  let login: string;
  let app: TOTP;
  let recoveryCodes: string[];
  beforeAll(async () => { vault = await openVault(); });
  beforeEach(async () => {
    const person = await registerNewcomer(vault);
    ({ login } = person);
    const { typed } = await vault.get<{ typed: string }>(BEGIN, {}, person.authorization);
    app = new TOTP({ secret: Secret.fromBase32(typed) });
    ({ recoveryCodes } = await vault.get<{ recoveryCodes: string[] }>(
      CONFIRM, { code: shown(0) }, person.authorization));
    for (let n = 0; n < 10; n += 1) {
      expect(await tried(OWN_PASSWORD, '000000')).toBe('WRONG_CODE');
    }
    expect(await tried(OWN_PASSWORD, '000000')).toBe('RATE_LIMITED');
  });
  afterAll(() => vault.close());

  const shown = (ahead: number) =>
    app.generate({ timestamp: vault.clock.now().getTime() + ahead * 30_000 });
  const tried = (password: string, code: string) => signIn(vault, login, password, { code })
    .then((answer) => answer.code ?? answer.__typename,
      (error: Error) => error.message.split(':')[0]!);

  it('stop no recovery code', async () => {
    expect(await tried(OWN_PASSWORD, shown(1))).toBe('RATE_LIMITED');
    expect(await tried(OWN_PASSWORD, recoveryCodes[0]!)).toBe('ProviderSession');
  });

  it('are forgotten with the password that she knows', async () => {
    const { token } = await signIn(vault, login, OWN_PASSWORD, { code: recoveryCodes[0]! });
    expect(await vault.get(CHANGE, { next: NEXT, code: recoveryCodes[1] }, `Provider ${token}`))
      .toEqual({ __typename: 'ProviderSession' });
    expect(await tried(NEXT, shown(1))).toBe('ProviderSession');
  });

  it('of a recovery code\'s form are refused, and are not counted', async () => {
    // Another letter or digit at each place.
    const unknown = recoveryCodes[0]!.replaceAll(/\w/g, (one) => (one === '7' ? 'Z' : '7'));
    for (let n = 0; n < 12; n += 1) expect(await tried(OWN_PASSWORD, unknown)).toBe('WRONG_CODE');
  });
});
