import { randomUUID } from 'node:crypto';
import type { Tx } from '#platform/database';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Vault,
} from '../../test/vault.ts';
import { PayoutsStore } from './payouts.store.ts';

const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  __typename } }`;
const RUN = 'mutation ($key: ID!) { runPayouts(idempotencyKey: $key) { count } }';

/** A transaction in which something happens elsewhere right after its first statement. */
function interrupted(tx: Tx, meanwhile: () => Promise<void>): Tx {
  let pending = true;
  const query = async (sql: string, values?: unknown[]): Promise<unknown> => {
    const rows: unknown = await tx.query(sql, values);
    if (pending) {
      pending = false;
      await meanwhile();
    }
    return rows;
  };
  return { query } as unknown as Tx;
}

describe('a payout', () => {
  let vault: Vault;
  let confirm: (n: number) => Promise<void>;
  beforeAll(async () => {
    vault = await openVault();
    const issuer = await openPeriod(vault);
    const therapist = await registerTherapist(vault);
    await vault.row(`UPDATE provider_session SET used_at = '2027-06-01'`);
    await publishSlots(vault, therapist, ['2026-11-02T18:00:00Z', '2026-11-02T20:00:00Z']);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const sessions: string[] = [];
    for (const { id: slotId } of await openSlots(vault, person, referral.id)) {
      const { authorisation } = await book(vault, person, { referralId: referral.id, slotId,
        payment: { credit: issuer.mint('session') } });
      sessions.push(authorisation!.id);
    }
    vault.clock.set('2026-11-02T21:00:00Z');
    confirm = async (n) => {
      await vault.get(CONFIRM, { input: {
        idempotencyKey: randomUUID(), authorisationId: sessions[n]!,
      } }, therapist.authorization);
    };
  });
  afterAll(() => vault.close());

  const sums = () => vault.row(`SELECT
    (SELECT sum(amount_minor)::text FROM payout) AS payouts,
    (SELECT sum(paid_minor)::text FROM claim WHERE payout_id IS NOT NULL) AS claims`);

  it('pays every claim that it takes, also when one is paid while it is made', async () => {
    await confirm(0);
    const store = vault.app.get(PayoutsStore, { strict: false });
    const gather = store.gather.bind(store);
    store.gather = (tx, ...rest) => gather(interrupted(tx, () => confirm(1)), ...rest);
    await vault.get(RUN, { key: randomUUID() }, vault.operator);
    store.gather = gather;
    expect(await sums()).toEqual({ payouts: '8550', claims: '8550' });
    await vault.get(RUN, { key: randomUUID() }, vault.operator);
    expect(await sums()).toEqual({ payouts: '17100', claims: '17100' });
  });

  const amiss = () => vault.get('{ operations { payoutsAmiss } }', {}, vault.operator);

  it.each([
    ['more than its claims', 'UPDATE payout SET amount_minor = amount_minor + 1', 'claims'],
    ['less than its claims',
      'UPDATE claim SET paid_minor = paid_minor + 1 WHERE payout_id IS NOT NULL', 'claims'],
    ['of another currency than its claims', `UPDATE claim SET currency = 'USD'`, 'whose'],
    ['another therapist\'s', `UPDATE payout SET provider_id = (SELECT id FROM provider
      WHERE id <> provider_id LIMIT 1)`, 'whose'],
    ['another sum than the book has sent', `WITH more AS (
      UPDATE claim SET paid_minor = paid_minor + 1 WHERE payout_id IS NOT NULL RETURNING payout_id)
      UPDATE payout SET amount_minor = amount_minor + 1 FROM more WHERE id = payout_id`, 'book'],
    ['made of nothing', `WITH run AS (
      INSERT INTO payout_run VALUES (gen_random_uuid(), '2026-11-02') RETURNING id)
      INSERT INTO payout SELECT gen_random_uuid(), run.id, provider_id, amount_minor, currency,
        status, sent_on FROM payout, run LIMIT 1`, 'claims'],
  ])('is never %s, not by the owner of the database either', async (_what, sql, fault) => {
    await registerTherapist(vault);
    await expect(vault.cluster.query('vault', sql))
      .rejects.toThrow(`a payout does not add up: ${fault}`);
    expect(await amiss()).toEqual({ payoutsAmiss: 0 });
  });

  it('is counted for the operator where somebody has changed it past all triggers', async () => {
    await vault.cluster.query('vault', 'ALTER TABLE payout DISABLE TRIGGER USER');
    await vault.cluster.query('vault', `UPDATE payout SET amount_minor = amount_minor + 1
      WHERE id = (SELECT min(id::text)::uuid FROM payout)`);
    await vault.cluster.query('vault', 'ALTER TABLE payout ENABLE TRIGGER USER');
    expect(await amiss()).toEqual({ payoutsAmiss: 1 });
  });
});
