import { randomUUID } from 'node:crypto';
import { OWN_PASSWORD, signIn } from '../../test/sign-in.ts';
import { registerNewcomer } from '../../test/vault.ts';
import { Two } from './two.fixture.ts';

const RESET = `mutation ($login: String!, $key: ID!) {
  resetProviderPassword(login: $login, idempotencyKey: $key) {
    ... on PasswordReset { password } } }`;
const ACCEPT = 'mutation { acceptRestore(upTo: 0) { state } }';
const END = 'mutation { endPeriods { state } }';
const THIEFS = 'thief kites over ten harbours';

it.each([['acceptRestore', ACCEPT], ['endPeriods', END]])(
  'by %s, no first password and no sign-in of the backup opens anything any more', async (_, say) => {
    const two = await Two.open();
    try {
      const { login } = await registerNewcomer(two.vault);
      const other = await registerNewcomer(two.vault);
      const reset = () => two.vault.get<{ password: string }>(
        RESET, { login, key: randomUUID() }, two.vault.operator);
      const signsIn = async (as: string, given: string, newPassword?: string) =>
        (await signIn(two.vault, as, given, newPassword ? { newPassword } : {})).__typename;
      const { password: paper } = await reset();
      await two.backUp('vault');
      await two.pass(3);
      expect(await signsIn(login, paper, OWN_PASSWORD)).toBe('ProviderSession');
      await two.restore('vault');
      await two.pass(2);
      await two.vault.get(say, {}, two.vault.operator);
      await two.pass(1);
      expect(await signsIn(login, paper, THIEFS)).toBe('SignInRefused');
      await expect(two.vault.get('{ signIns { isThis } }', {}, other.authorization))
        .rejects.toThrow('UNAUTHENTICATED');
      // A password of her own is that of the backup's day; who had none yet is given a new paper.
      expect(await signsIn(other.login, OWN_PASSWORD)).toBe('ProviderSession');
      expect(await two.vault.get('{ waiting { kind count } }', {}, two.vault.operator))
        .toContainEqual({ kind: 'FIRST_PASSWORDS', count: 1 });
      expect(await signsIn(login, (await reset()).password, OWN_PASSWORD)).toBe('ProviderSession');
    } finally {
      await two.close();
    }
  });
