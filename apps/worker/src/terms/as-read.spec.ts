import { randomUUID } from 'node:crypto';
import type { Terms } from '#disclosure/terms';
import { confirm, departmentsOf, propose, shownNumber, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';
import { WithdrawTermsProcessor } from './withdraw-terms.processor.ts';

const DEEDS = '{ operatorDeeds(first: 1) { deed subject outcome } }';
const STATES = `query ($contract: String) { proposedTerms(contract: $contract) {
  programme state } }`;

/** The gateway withdraws what it proposed and proposes again, while the operator types. */
describe('the operator confirms the proposal that she has read', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const own = () => termsOf({ departments: departmentsOf(400, 100),
    contract: `C-${randomUUID().slice(0, 8).toUpperCase()}` });
  const deed = async () => (await vault.get<object[]>(DEEDS, {}, vault.operator))[0];
  const states = ({ contract }: Terms) => vault.get(STATES, { contract }, vault.operator);
  const withdraw = ({ programme, period }: Terms, proposal: string) => vault.app
    .get(WithdrawTermsProcessor, { strict: false }).process({ programme, period, proposal });

  it.each<[string, (read: Terms) => Terms]>([
    ['of the same sums, with other groups', (read) =>
      ({ ...read, departments: departmentsOf(60, 440) })],
    ['of another programme', (read) => ({ ...read, programme: randomUUID() })],
    ['that says the very same', (read) => read],
  ])('and none that came in its place: one %s', async (_, inItsPlace) => {
    const [read, proposal] = [own(), randomUUID()];
    await propose(vault, read, proposal);
    const checkNumber = await shownNumber(vault, read);
    await withdraw(read, proposal);
    const other = inItsPlace(read);
    await propose(vault, other);
    expect(await confirm(vault, read, { checkNumber })).toMatchObject({
      code: 'TERMS_CHANGED', message: expect.stringMatching(/since you read them.*terms show/) });
    expect(await states(read)).toEqual([{ programme: other.programme, state: 'WAITING' }]);
    expect(await deed()).toEqual({ deed: 'confirmTerms',
      subject: `${read.contract} ${read.period} ${checkNumber}`, outcome: 'TERMS_CHANGED' });
    expect(await confirm(vault, other)).toMatchObject({ __typename: 'TermsConfirmed' });
    expect(await deed()).toMatchObject({ outcome: 'DONE',
      subject: `${other.contract} ${other.period} ${other.programme.slice(0, 8)}` });
  });

  it('again too: the number stays, however often the same is proposed', async () => {
    const terms = own();
    await propose(vault, terms);
    const checkNumber = await shownNumber(vault, terms);
    expect(checkNumber).toMatch(/^\d{4}-\d{4}$/);
    await propose(vault, terms);
    expect(await shownNumber(vault, terms)).toBe(checkNumber);
    const asRead = () => confirm(vault, terms, { checkNumber });
    expect(await asRead()).toMatchObject({ __typename: 'TermsConfirmed' });
    expect(await asRead()).toMatchObject({ __typename: 'TermsConfirmed' });
  });
});
