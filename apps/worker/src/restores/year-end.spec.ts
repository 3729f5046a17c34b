import { randomUUID } from 'node:crypto';
import { today } from '#platform/clock';
import { openPeriod, openVault, registerTherapist, type Vault } from '../../test/vault.ts';
import { RestoresStore } from './restores.store.ts';

const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  __typename } }`;

/** It is the first of October in UTC, and still the last of September where a therapist is. */
describe('a restore on the day after a year', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  it('counts what can still be spent in the west, and ends it', async () => {
    const issuer = await openPeriod(vault, { period: '2026-10' });
    vault.clock.set('2027-10-01T05:00:00Z');
    const { authorization } = await registerTherapist(vault, { timeZone: 'Pacific/Honolulu' });
    const redeem = async () => (await vault.ask(REDEEM, { input: { idempotencyKey: randomUUID(),
      credit: issuer.mint('session'), serviceDate: '2027-09-30', modality: 'PHONE' } },
    authorization)).data?.redeemBearerCredit;
    expect(await redeem()).toEqual({ __typename: 'BearerRedeemed' });
    const store = new RestoresStore();
    const left = () => vault.db.read('left', (tx) =>
      store.left(tx, today(vault.clock), 'running'));
    expect(await left()).toMatchObject({ periods: 1 });
    await vault.db.transaction('end', (tx) => store.end(tx, today(vault.clock), 'anna'));
    expect(await left()).toEqual({ periods: 0, unspent: 0 });
    expect(await redeem()).not.toEqual({ __typename: 'BearerRedeemed' });
    vault.clock.set('2027-10-02T12:00:00Z');
    expect(await left()).toEqual({ periods: 0, unspent: 0 });
  });
});
