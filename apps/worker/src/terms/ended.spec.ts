import { randomUUID } from 'node:crypto';
import { DECLINE_REASONS } from '#contracts/refusals';
import { confirm, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';
import { WithdrawTermsProcessor } from './withdraw-terms.processor.ts';

const LIST = `query ($contract: String, $ended: Boolean!) {
  proposedTerms(contract: $contract, ended: $ended) {
    programme state endedOn declinedFor proposedOn people refusals } }`;
const DECLINE = `mutation ($input: DeclineTermsInput!) { declineTerms(input: $input) {
  __typename } }`;

describe('terms that come to nothing while they wait', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(2); });
  afterAll(() => vault.close());
  beforeEach(() => { vault.clock.set('2026-08-03T12:00:00Z'); });

  const own = () => termsOf({ contract: `C-${randomUUID().slice(0, 8).toUpperCase()}` });
  type Own = ReturnType<typeof own>;
  const listed = ({ contract }: Own, ended: boolean) =>
    vault.get<object[]>(LIST, { contract, ended }, vault.operator);
  const decline = ({ contract, period }: Own, reason: string) => vault.ask(
    DECLINE, { input: { contract, period, reason } }, vault.operator);
  const withdraw = ({ programme, period }: Own, proposal: string) => vault.app
    .get(WithdrawTermsProcessor, { strict: false }).process({ programme, period, proposal });
  const told = async ({ programme }: Own) => (await vault.cluster.query<{ reason: string }>('vault',
    `SELECT payload ->> 'reason' AS reason FROM outbox WHERE payload ->> 'programme' = $1
     ORDER BY position`, [programme])).map(({ reason }) => reason);
  const alarms = async () => (await vault.get<{ refusedTerms: number }>(
    '{ operations { refusedTerms } }', {}, vault.operator)).refusedTerms;

  it.each(DECLINE_REASONS)('are declined for %s, by a word of a closed list', async (reason) => {
    const terms = own();
    await propose(vault, terms);
    const free = await decline(terms, 'the people of site 2 are too few');
    expect(free.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(await told(terms)).toEqual([]);
    await decline(terms, reason);
    expect(await told(terms)).toEqual([`declined-${reason}`]);
    expect(await listed(terms, false)).toEqual([]);
    expect(await listed(terms, true)).toEqual([{
      programme: terms.programme, state: 'DECLINED', endedOn: '2026-08-03', declinedFor: reason,
      proposedOn: '2026-08-03', people: 120, refusals: 0 }]);
  });

  it('are taken back by HR: the operator misses nothing, and it is no alarm', async () => {
    const [terms, proposal, before] = [own(), randomUUID(), await alarms()];
    await propose(vault, terms, proposal);
    vault.clock.set('2026-08-04T12:00:00Z');
    await withdraw(terms, proposal);
    await withdraw(terms, proposal);
    expect(await told(terms)).toEqual(['withdrawn', 'withdrawn']);
    expect(await confirm(vault, terms)).toMatchObject({ code: 'TERMS_NOT_FOUND' });
    expect(await listed(terms, true)).toMatchObject([
      { state: 'WITHDRAWN', endedOn: '2026-08-04', declinedFor: null }]);
    expect(await alarms()).toBe(before);
    // What came late is not taken; what is proposed anew waits beside what is kept of it.
    await propose(vault, terms, proposal);
    expect(await listed(terms, false)).toEqual([]);
    await propose(vault, { ...terms, sessionsPerMember: 6 });
    expect(await listed(terms, true)).toMatchObject([{ state: 'WAITING', refusals: 0 },
      { state: 'WITHDRAWN' }]);
  });

  it('were confirmed before: they hold, and the gateway is told so', async () => {
    const [terms, proposal] = [own(), randomUUID()];
    await propose(vault, terms, proposal);
    await confirm(vault, terms);
    const words = async () => (await vault.cluster.query(
      'vault', 'SELECT FROM outbox WHERE name = \'terms.confirmed\'')).length;
    const before = await words();
    await withdraw(terms, proposal);
    expect([await words(), await told(terms)]).toEqual([before + 1, []]);
    expect(await listed(terms, true)).toMatchObject([{ state: 'CONFIRMED' }]);
  });

  it('were taken back before they came: they wait nowhere, and another proposal stays', async () => {
    const [terms, proposal] = [own(), randomUUID()];
    await withdraw(terms, proposal);
    await propose(vault, terms, proposal);
    expect(await listed(terms, true)).toEqual([]);
    await propose(vault, terms, randomUUID());
    await withdraw(terms, randomUUID());
    expect(await listed(terms, false)).toMatchObject([{ state: 'WAITING' }]);
  });
});
