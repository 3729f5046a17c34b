import { silentLog } from '#platform/logging';
import { testCluster } from '#local/testing';
import { openVault, registerTherapist, type Vault } from '../../test/vault.ts';
import { bytesOf, sealedFor } from './sealed-asks.fixture.ts';

/** What a worker has opened it remembers for itself: the next one has not opened it. */
describe('an operator\'s deed that is carried again, to a worker that began since', () => {
  let first: Vault;
  let second: Vault;
  beforeAll(async () => {
    const cluster = await testCluster();
    first = await openVault(8, silentLog, { cluster, secrets: 'same' });
    second = await openVault(8, silentLog, { cluster, secrets: 'same' });
  });
  afterAll(async () => {
    await second.app.close();
    await first.close();
  });

  const set = (login: string, active: boolean) => sealedFor(first, bytesOf({
    query: `mutation { setProviderActive(login: "${login}", active: ${active}) { __typename } }`,
    authorization: first.operator }));
  const isActive = async (login: string) => (await first.row<{ active: boolean }>(
    'SELECT active FROM provider WHERE login = $1', [login])).active;
  const deeds = async () => (await first.row<{ n: number }>(
    'SELECT count(*)::int AS n FROM operator_deed')).n;

  it.each([
    ['at once', '2026-11-02T12:00:00Z'], ['on the last day of the relay\'s key', '2026-11-03T23:59:00Z'],
  ])('is not done again, and not on record twice: %s', async (_, later) => {
    const { login } = await registerTherapist(first);
    const out = await set(login, false);
    expect(await out(first)).toMatchObject({ status: 200 });
    await (await set(login, true))(first);
    const before = await deeds();
    second.clock.set(later);
    expect(await out(second)).toMatchObject({ status: 200, text: expect.stringContaining('ProviderActiveSet') });
    expect([await isActive(login), await deeds()]).toEqual([true, before]);
    second.clock.set('2026-11-02T12:00:00Z');
  });
});
