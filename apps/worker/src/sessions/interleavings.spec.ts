import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { decodeCredit } from '#pseudonym/credit';
import { nullifier } from '#pseudonym/nullifier';
import {
  book, cancel, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type BookingAnswer, type Issuer, type Vault,
} from '../../test/vault.ts';

const CLAIM = `mutation ($input: SubmitClaimInput!) { submitClaim(input: $input) {
  __typename ... on ClaimAdjudicated { claim { status adjustments { code } } } } }`;
interface Claimed { claim: { status: string; adjustments: { code: string }[] } }

const START = '2026-11-10T09:00:00Z';
const BEFORE = '2026-11-02T12:00:00Z';
const AFTER = '2026-11-10T12:00:00Z';

describe('spending, cancelling and claiming one session in any order', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; authorization: string };
  let person: { authorization: string };
  let session: BookingAnswer['authorisation'] & object;
  let slotId: string;
  let referralId: string;
  let rival: pg.Client;
  let watcher: pg.Client;

  beforeAll(async () => {
    vault = await openVault(12);
    const connectionString = vault.cluster.ownerUrl('vault');
    rival = new pg.Client({ connectionString });
    watcher = new pg.Client({ connectionString });
    await Promise.all([rival.connect(), watcher.connect()]);
  });
  afterAll(async () => {
    await Promise.all([rival.end(), watcher.end()]);
    await vault.close();
  });
  beforeEach(async () => {
    vault.clock.set(BEFORE);
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault);
    await vault.row(`UPDATE provider_session SET expires_at = '2027-01-01'`);
    await publishSlots(vault, therapist, [START, '2026-11-11T09:00:00Z']);
    person = await openCase(vault, issuer);
    ({ referral: { id: referralId } } = await refer(vault, person, { providerId: therapist.id }));
    slotId = (await openSlots(vault, person, referralId))[0]!.id;
    const payment = { credit: issuer.mint('session') };
    session = (await book(vault, person, { referralId, slotId, payment })).authorisation!;
  });

  const claim = () => vault.get<Claimed>(CLAIM, {
    input: {
      idempotencyKey: randomUUID(), authorisationNumber: session.number,
      serviceDate: session.serviceDate, units: 1, serviceCode: '90834', modality: 'VIDEO',
      fee: { minor: '9500', currency: 'EUR' },
    },
  }, therapist.authorization);

  /** Until so many transactions of the worker wait for a lock. */
  const waiting = async (count: number) => {
    for (;;) {
      const { rows } = await watcher.query<{ n: number }>(
        `SELECT count(DISTINCT l.pid)::integer AS n FROM pg_locks l JOIN pg_stat_activity a USING (pid)
         WHERE NOT l.granted AND a.datname = current_database()`);
      if (rows[0]!.n >= count) return;
    }
  };

  /** Hold what a statement locks while `meanwhile` makes others queue up behind it. */
  const holding = async (statement: string, values: unknown[], meanwhile: () => Promise<void>) => {
    await rival.query('BEGIN');
    await rival.query(statement, values);
    await meanwhile();
    await rival.query('COMMIT');
  };

  const books = () => vault.cluster.query('vault', 'SELECT * FROM ledger_verify()');
  const openHolds = () => vault.row<{ n: number }>(
    `SELECT count(*)::integer AS n FROM open_hold WHERE code = $1`,
    [`hold:programme/${issuer.programme}/EUR`]).then(({ n }) => n);

  it('pays nothing for a session whose cancellation was first, though the claim was waiting', async () => {
    let cancelling: Promise<{ __typename: string }> | undefined;
    let claiming: Promise<Claimed> | undefined;
    await holding('SELECT 1 FROM slot WHERE id = $1 FOR UPDATE', [slotId], async () => {
      cancelling = cancel(vault, person, session.id);
      await waiting(1);
      vault.clock.set(AFTER);
      claiming = claim();
      await waiting(2);
    });
    expect((await cancelling!).__typename).toBe('SessionCancelled');
    const { claim: claimed } = await claiming!;
    expect(claimed).toMatchObject({ status: 'DENIED', adjustments: [{ code: '119' }] });
    expect(await openHolds()).toBe(0);
    expect(await books()).toEqual([]);
  });

  it('gives nothing back for a session whose claim was first, though the clock says in time', async () => {
    const fund = `fund:programme/${issuer.programme}/EUR`;
    let cancelling: Promise<{ __typename: string }> | undefined;
    let claiming: Promise<Claimed> | undefined;
    vault.clock.set(AFTER);
    await holding(`SELECT 1 FROM account WHERE code IN ($1, replace($1, 'fund', 'hold')) FOR UPDATE`,
      [fund], async () => {
        claiming = claim();
        await waiting(1);
        vault.clock.set(BEFORE);
        cancelling = cancel(vault, person, session.id);
        await waiting(2);
      });
    expect((await claiming!).claim.status).toBe('PAID');
    expect((await cancelling!).__typename).toBe('TooLateToCancel');
    expect(await openHolds()).toBe(0);
    expect(await books()).toEqual([]);
  });

  it('lets a slot that is being cancelled be booked by whoever waited for it', async () => {
    const other = await openCase(vault, issuer);
    const { referral } = await refer(vault, other, { providerId: therapist.id });
    let cancelling: Promise<{ __typename: string }> | undefined;
    let booking: Promise<BookingAnswer> | undefined;
    await holding('SELECT 1 FROM slot WHERE id = $1 FOR UPDATE', [slotId], async () => {
      cancelling = cancel(vault, person, session.id);
      await waiting(1);
      booking = book(vault, other, {
        referralId: referral.id, slotId, payment: { credit: issuer.mint('session') },
      });
      await waiting(2);
    });
    expect((await cancelling!).__typename).toBe('SessionCancelled');
    expect((await booking!).__typename).toBe('SessionBooked');
    expect(await openHolds()).toBe(1);
    expect(await books()).toEqual([]);
  });

  it('spends a credit once when another process has just spent it and not said so yet', async () => {
    const credit = issuer.mint('session');
    const free = (await openSlots(vault, person, referralId))[0]!.id;
    const spent = nullifierOf(credit);
    let booking: Promise<BookingAnswer> | undefined;
    await holding(
      `INSERT INTO nullifier VALUES (decode($1, 'hex'), 'session', $2, '2026-Q4', '2026-11-02')`,
      [spent, issuer.programme], async () => {
        booking = book(vault, person, { referralId, slotId: free, payment: { credit } });
        await waiting(1);
      });
    expect((await booking!).__typename).toBe('CreditNotUsable');
    expect(await vault.row('SELECT status FROM slot WHERE id = $1', [free]))
      .toEqual({ status: 'open' });
    expect(await openHolds()).toBe(1);
    expect(await books()).toEqual([]);
  });
});

function nullifierOf(text: string): string {
  const reading = decodeCredit(new Uint8Array(Buffer.from(text, 'base64url')));
  if (reading.kind !== 'credit') throw new Error(reading.reason);
  return nullifier(reading.credit);
}
