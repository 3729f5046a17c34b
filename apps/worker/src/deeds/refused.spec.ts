import { withoutPartner, type State } from '#platform/restores/standing-watch';
import { confirm, propose, termsOf } from '../../test/terms.ts';
import { openCase, openPeriod, openVault, registerTherapist, type Vault } from '../../test/vault.ts';

const RESET = `mutation ($login: String!) { resetProviderSecondFactor(login: $login) {
  __typename } }`;
const DEEDS = '{ operatorDeeds(first: 50) { operator deed outcome } }';

/** Every refusal of an operator's field is written down, wherever it was refused. */
describe('what is refused of an operator\'s', () => {
  let vault: Vault;
  let state: State = 'open';
  let therapist: string;
  let person: string;
  const login = 'nobody-here';
  beforeAll(async () => {
    vault = await openVault(8, undefined, { standingsOf: () => ({
      ...withoutPartner, state: () => state, settled: () => Promise.resolve(state) }) });
    therapist = (await registerTherapist(vault)).authorization;
    person = (await openCase(vault, await openPeriod(vault))).authorization;
  });
  afterAll(() => vault.close());

  async function recordedOf(work: () => Promise<unknown>): Promise<object> {
    const read = () => vault.get<object[]>(DEEDS, {}, vault.operator);
    const before = (await read()).length;
    await work();
    const after = await read();
    expect(after).toHaveLength(before + 1);
    return after[0]!;
  }
  const named = 'without a name';

  it.each<[string, string, string, () => Promise<unknown>]>([
    ['while the vault is closed', named, 'UNAVAILABLE', async () => {
      state = 'restored';
      await vault.ask(RESET, { login }, vault.operator);
      state = 'open';
    }],
    ['for a text that cannot be stored', named, 'BAD_USER_INPUT', () =>
      vault.ask(RESET, { login: 'a\u0000b' }, vault.operator)],
    ['for a login of no form', named, 'BAD_USER_INPUT', () =>
      vault.ask(RESET, { login: 'no such form!' }, vault.operator)],
    ['as an ordinary outcome', named, 'PROVIDER_NOT_FOUND', () => vault.ask(RESET, { login }, vault.operator)],
    ['to a token that nobody has', 'unknown', 'UNAUTHENTICATED', () =>
      vault.ask(RESET, { login }, `Operator ${'f'.repeat(64)}`)],
    ['to nobody', 'unknown', 'UNAUTHENTICATED', () => vault.ask(RESET, { login })],
    ['to a therapist', 'unknown', 'UNAUTHENTICATED', () =>
      vault.ask(RESET, { login }, therapist)],
    ['to somebody in care', 'unknown', 'UNAUTHENTICATED', () =>
      vault.ask(RESET, { login }, person)],
  ])('%s', async (_, operator, outcome, refused) => {
    expect(await recordedOf(refused)).toEqual(
      { operator, deed: 'resetProviderSecondFactor', outcome });
  });

  it('says whether a therapist was taken out or in, and what of her was changed, by name alone', async () => {
    const { login } = await registerTherapist(vault);
    const ask = (text: string) => vault.ask(`mutation { ${text} { __typename } }`, {}, vault.operator);
    await ask(`setProviderActive(login: "${login}", active: false)`);
    await ask(`setProviderActive(login: "${login}", active: true)`);
    await ask(`changeProvider(input: { login: "${login}", meeting: { videoLink: "https://other.example/room" } })`);
    const deeds = await vault.get<{ subject: string }[]>(
      '{ operatorDeeds(first: 3) { subject } }', {}, vault.operator);
    expect(deeds.map(({ subject }) => subject))
      .toEqual([`${login} videoLink`, `${login} in`, `${login} out`]);
  });

  it('names terms by their contract and period: a contract has several years', async () => {
    const terms = termsOf({ contract: 'C-2026/7.1' });
    await propose(vault, terms);
    await confirm(vault, terms);
    const [deed] = await vault.get<{ subject: string }[]>(
      '{ operatorDeeds(first: 1) { deed subject outcome } }', {}, vault.operator);
    expect(deed).toEqual(
      { deed: 'confirmTerms', subject: `C-2026/7.1 ${terms.period} ${terms.programme.slice(0, 8)}`, outcome: 'DONE' });
  });
});
