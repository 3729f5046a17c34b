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
});
