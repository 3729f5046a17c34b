import { randomUUID } from 'node:crypto';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Vault,
} from '../../test/vault.ts';
import { OFFERED, type Shares } from './claim-terms.ts';

const CLAIM = 'claim { id paid { minor } }';
const RECORD = `mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) {
  ... on OutcomeRecorded { ${CLAIM} } } }`;
const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  ... on ClaimAdjudicated { ${CLAIM} } } }`;
const TAKE_BACK = `mutation ($input: TakeBackClaimInput!) { takeBackClaim(input: $input) {
  __typename } }`;
const CANCEL = `mutation ($input: CancelSessionInput!) { cancelSession(input: $input) {
  __typename } }`;
const DAY = '{ provider { appointments { pays { tookPlace { minor } missed { minor } } } } }';

describe('a session pays by the shares that it was authorised with', () => {
  let vault: Vault;
  let therapist: { id: string; authorization: string };
  let person: { authorization: string };
  let session: string;
  let programme: string;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());
  beforeEach(async () => {
    await offer(OFFERED);
    vault.clock.set('2026-11-05T12:00:00Z');
    const issuer = await openPeriod(vault);
    ({ programme } = issuer);
    therapist = await registerTherapist(vault);
    await vault.row(`UPDATE provider_session SET expires_at = '2027-06-01', used_at = '2027-06-01'`);
    await publishSlots(vault, therapist, ['2026-11-10T09:00:00Z']);
    person = await openCase(vault, issuer);
    const { referral: { id: referralId } } = await refer(
      vault, person, { providerId: therapist.id });
    const [slot] = await openSlots(vault, person, referralId);
    const booked = await book(vault, person, { referralId, slotId: slot!.id,
      payment: { credit: issuer.mint('session') } });
    session = booked.authorisation!.id;
  });

  /** New terms come, as by a migration. */
  const offer = ({ platformShareBps, missedShareBps }: Shares) => vault.cluster.query('vault',
    `ALTER TABLE authorisation ALTER COLUMN platform_share_bps SET DEFAULT ${platformShareBps},
       ALTER COLUMN missed_share_bps SET DEFAULT ${missedShareBps}`);
  const act = <T>(mutation: string, more: object, who: { authorization: string } = therapist) => {
    const input = { idempotencyKey: randomUUID(), ...more };
    return vault.get<T>(mutation, { input }, who.authorization);
  };
  const balance = async (code: string) => (await vault.row<{ balance: string } | undefined>(
    'SELECT balance::text FROM account WHERE code = $1', [code]))?.balance ?? '0';
  const books = async () => ({
    payable: await balance(`payable:provider/${therapist.id}/EUR`),
    held: await balance(`hold:programme/${programme}/EUR`),
    fund: await balance(`fund:programme/${programme}/EUR`),
    problems: await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()'),
  });
  const paid = (minor: string) => ({ payable: minor, held: '0', fund: '940500', problems: [] });
  const HELD = { payable: '0', held: '9500', fund: '940500', problems: [] };
  type Claimed = { claim: { id: string; paid: { minor: string } } };

  const OTHER: Shares = { platformShareBps: 3_333, missedShareBps: 1_234 };
  const tookPlace = () => act<Claimed>(CONFIRM, { authorisationId: session });
  const noShow = () => act<Claimed>(RECORD, { authorisationId: session, outcome: 'NO_SHOW' });

  it('offers what its columns give', async () => {
    expect(await vault.cluster.query('vault', `SELECT column_name, column_default::int AS bps
      FROM information_schema.columns WHERE table_name = 'authorisation'
        AND column_name LIKE '%_share_bps' ORDER BY 1`)).toEqual([
      { column_name: 'missed_share_bps', bps: OFFERED.missedShareBps },
      { column_name: 'platform_share_bps', bps: OFFERED.platformShareBps }]);
  });

  it.each([
    ['took place', tookPlace, '8550'], ['was missed', noShow, '4750'],
  ])('one that %s, though others are offered by then; and is taken back to the cent',
    async (_what, claim, minor) => {
      await offer(OTHER);
      vault.clock.set('2026-11-10T12:00:00Z');
      expect(await vault.get(DAY, {}, therapist.authorization)).toEqual({ appointments: [
        { pays: { tookPlace: { minor: '8550' }, missed: { minor: '4750' } } }] });
      const { claim: { id, paid: { minor: told } } } = await claim();
      expect(told).toBe(minor);
      expect(await books()).toEqual(paid(minor));
      // Even if the terms of this session were changed: what is reversed is what was paid.
      await vault.cluster.query('vault', `UPDATE authorisation SET platform_share_bps = 3333,
        missed_share_bps = 1234 WHERE id = $1`, [session]);
      expect(await act(TAKE_BACK, { claimId: id })).toEqual({ __typename: 'ClaimTakenBack' });
      expect(await books()).toEqual(HELD);
      await tookPlace();
      expect(await books()).toEqual(paid('6334'));
    });

  it('one that its client cancels late', async () => {
    await offer(OTHER);
    vault.clock.set('2026-11-10T08:00:00Z');
    await act(CANCEL, { authorisationId: session, acceptLate: true }, person);
    expect(await books()).toEqual(paid('4750'));
  });

  it('and nobody of the service can change them afterwards', async () => {
    await expect(vault.db.transaction('tamper', (tx) =>
      tx.query('UPDATE authorisation SET platform_share_bps = 0'))).rejects.toMatchObject({
      driverError: { code: '42501' } });
  });
});
