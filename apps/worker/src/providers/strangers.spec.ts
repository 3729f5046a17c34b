import { randomBytes } from 'node:crypto';
import { HeldChecks } from '#server/held-checks.fixture';
import { Passwords } from '#server/passwords';
import { answered, OWN_PASSWORD, trySignIn, type SignedIn } from '../../test/sign-in.ts';
import { openVault, registerNewcomer, type Vault } from '../../test/vault.ts';

const turn = () => new Promise((resolve) => { setImmediate(resolve); });
const invented = () => `x${randomBytes(6).toString('hex')}`;
/** Rounds that the console makes, as `parts/sign-in.ts` of its page says. */
const MOST_ROUNDS = 4;

/**
 * A login costs nothing to invent, so what one login may do holds nobody. Checks of passwords are
 * held here, as where they come faster than they can be made: nothing depends on who is faster.
 */
describe('a stranger who invents logins', () => {
  let vault: Vault;
  let login: string;
  let checks: HeldChecks;
  beforeAll(async () => {
    vault = await openVault();
    ({ login } = await registerNewcomer(vault));
    checks = new HeldChecks(vault.app.get(Passwords, { strict: false }), '');
  });
  afterAll(() => vault.close());

  /** Send a try, and wait until it is at a check or has come to something. */
  const put = async (asked: Promise<unknown>[], work: () => Promise<unknown>) => {
    const { inFlight } = checks;
    let isOver = false;
    asked.push(work().catch(() => undefined).finally(() => { isOver = true; }));
    while (!isOver && checks.inFlight === inFlight) await turn();
  };
  /** Sign in as the console does, whatever work it is asked for. */
  const signInLikeAConsole = async (): Promise<SignedIn> => {
    let outcome = await trySignIn(vault, login, OWN_PASSWORD);
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      if (outcome.__typename !== 'ProviderSignInProofNeeded') break;
      const proof = answered(outcome.challenge!, outcome.bits!);
      outcome = await trySignIn(vault, login, OWN_PASSWORD, { proof });
    }
    return outcome;
  };
  const expectSheGetsIn = async (asked: Promise<unknown>[]) => {
    const before = checks.inFlight;
    const hers = signInLikeAConsole();
    let failed: unknown;
    hers.catch((error: unknown) => { failed = error; });
    while (failed === undefined && checks.inFlight === before) await turn();
    await checks.letGo(asked);
    expect((await hers).__typename).toBe('ProviderSession');
  };

  it('keeps nobody out by a quarter of a million hashes: each place costs more than the one before',
    async () => {
      checks.hold();
      const asked: Promise<unknown>[] = [];
      let spent = 0;
      for (let tries = 0; tries < 60; tries += 1) {
        const one = invented();
        const { challenge, bits } = await trySignIn(vault, one, 'nothing');
        if (spent + 2 ** bits! > 2 ** 18) break;
        spent += 2 ** bits!;
        await put(asked, () => trySignIn(
          vault, one, 'nothing', { proof: answered(challenge!, bits!) }));
      }
      await expectSheGetsIn(asked);
    });

  it('keeps nobody out by challenges that were answered while they were cheap', async () => {
    const saved = await Promise.all(Array.from({ length: 60 }, async () => {
      const one = invented();
      const { challenge, bits } = await trySignIn(vault, one, 'nothing');
      return { one, proof: answered(challenge!, bits!) };
    }));
    checks.hold();
    const asked: Promise<unknown>[] = [];
    let over = 0;
    for (const { one, proof } of saved) {
      asked.push(trySignIn(vault, one, 'nothing', { proof })
        .catch(() => undefined).finally(() => { over += 1; }));
    }
    while (over + checks.inFlight < saved.length) await turn();
    await expectSheGetsIn(asked);
  });
});
