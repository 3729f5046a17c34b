import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { decodeCredit } from '#pseudonym/credit';
import { nullifier } from '#pseudonym/nullifier';
import { pauseAt } from '../../../../test/faults/forced.ts';
import {
  book, cancel, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type BookingAnswer, type Issuer, type Vault,
} from '../../test/vault.ts';
import { ClosingService } from '../periods/closing.service.ts';

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
  let free: string;

  beforeAll(async () => { vault = await openVault(12); });
  afterAll(() => vault.close());
  beforeEach(async () => {
    vault.clock.set(BEFORE);
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault);
    await vault.row(`UPDATE provider_session SET expires_at = '2027-01-01', used_at = '2027-01-01'`);
    await publishSlots(vault, therapist, [START, '2026-11-11T09:00:00Z']);
    person = await openCase(vault, issuer);
    ({ referral: { id: referralId } } = await refer(vault, person, { providerId: therapist.id }));
    [slotId = '', free = ''] = (await openSlots(vault, person, referralId)).map(({ id }) => id);
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

  type Hold = readonly [sql: string, values: unknown[]];
  const slotOf = (id: string): Hold => ['SELECT 1 FROM slot WHERE id = $1 FOR UPDATE', [id]];
  /** All that has been decided waits here for its money. */
  const fund = (): Hold => [
    `SELECT 1 FROM account WHERE code = ANY ($1) FOR UPDATE`,
    [['fund', 'hold'].map((of) => `${of}:programme/${issuer.programme}/EUR`)]];

  /** Deeds that queue up, in this order, behind what somebody else holds, who then lets go. */
  const inTurn = async <T>(hold: Hold, ...deeds: (() => Promise<T>)[]): Promise<T[]> => {
    const paused = await pauseAt(vault.cluster, ...hold);
    const ends: Promise<T>[] = [];
    for (const deed of deeds) ends.push((await paused.queueUp(deed)).ends);
    await paused.letGo();
    return Promise.all(ends);
  };
  const kindOf = (answer: Promise<{ __typename: string }>): Promise<string> =>
    answer.then(({ __typename }) => __typename, (error: Error) => error.message.split(':')[0]!);
  const bookFree = (more: object = {}) => kindOf(book(vault, person, {
    referralId, slotId: free, payment: { credit: issuer.mint('session') }, ...more }));
  const statusOf = (id: string) => vault.row<{ status: string }>(
    'SELECT status FROM slot WHERE id = $1', [id]).then(({ status }) => status);
  const login = () => vault.row<{ login: string }>(
    'SELECT login FROM provider WHERE id = $1', [therapist.id]).then((row) => row.login);
  const books = () => vault.cluster.query('vault', 'SELECT * FROM ledger_verify()');
  const openHolds = () => vault.row<{ n: number }>(
    `SELECT count(*)::integer AS n FROM open_hold WHERE code = $1`,
    [`hold:programme/${issuer.programme}/EUR`]).then(({ n }) => n);

  afterEach(async () => { expect(await books()).toEqual([]); });

  it('pays nothing for a session whose cancellation was first, though the claim was waiting', async () => {
    const [cancelled, claimed] = await inTurn<unknown>(fund(),
      () => cancel(vault, person, session.id), () => {
        vault.clock.set(AFTER);
        return claim();
      });
    expect(cancelled).toMatchObject({ __typename: 'SessionCancelled' });
    expect(claimed).toMatchObject({ claim: { status: 'DENIED', adjustments: [{ code: '119' }] } });
    expect(await openHolds()).toBe(0);
  });

  it('gives nothing back for a session whose claim was first, though the clock says in time', async () => {
    vault.clock.set(AFTER);
    const [claimed, cancelled] = await inTurn<unknown>(fund(), claim, () => {
      vault.clock.set(BEFORE);
      return cancel(vault, person, session.id);
    });
    expect(claimed).toMatchObject({ claim: { status: 'PAID' } });
    expect(cancelled).toMatchObject({ __typename: 'TooLateToCancel' });
    expect(await openHolds()).toBe(0);
  });

  it('spends a credit once when another process has just spent it and not said so yet', async () => {
    const credit = issuer.mint('session');
    const spent: Hold = [
      `INSERT INTO nullifier VALUES (decode($1, 'hex'), 'session', $2, '2026-10')`,
      [nullifierOf(credit), issuer.programme]];
    expect(await inTurn(spent, () => bookFree({ payment: { credit } }))).toEqual(['CreditNotUsable']);
    expect(await statusOf(free)).toBe('open');
    expect(await openHolds()).toBe(1);
  });

  describe('a booking and the cancellation of the session before it', () => {
    const both = async () => {
      const other = await openCase(vault, issuer);
      const { referral } = await refer(vault, other, { providerId: therapist.id });
      return [() => kindOf(cancel(vault, person, session.id)), () => kindOf(book(vault, other, {
        referralId: referral.id, slotId, payment: { credit: issuer.mint('session') } }))] as const;
    };

    it('that was first: the slot is open, and whoever waited for it is not told so', async () => {
      const [cancelling, booking] = await both();
      expect(await inTurn(slotOf(slotId), cancelling, booking))
        .toEqual(['SessionCancelled', 'SlotTaken']);
      expect([await statusOf(slotId), await openHolds()]).toEqual(['open', 0]);
    });

    it('that came second: the slot is refused in the same words, and then open', async () => {
      const [cancelling, booking] = await both();
      expect(await inTurn(slotOf(slotId), booking, cancelling))
        .toEqual(['SlotTaken', 'SessionCancelled']);
      expect([await statusOf(slotId), await openHolds()]).toEqual(['open', 0]);
    });
  });

  describe.each([
    ['a therapist who declines', () => vault.get<{ returnedSessions: number }>(
      `mutation ($input: AnswerReferralInput!) { answerReferral(input: $input) {
        ... on ReferralAnswered { returnedSessions } } }`,
      { input: { idempotencyKey: randomUUID(), referralId, answer: 'DECLINE' } },
      therapist.authorization)],
    ['an operator who takes her out', async () => vault.get<{ returnedSessions: number }>(
      `mutation ($login: String!) { setProviderActive(login: $login, active: false) {
        ... on ProviderActiveSet { returnedSessions } } }`, { login: await login() },
      vault.operator)],
  ])('a booking and %s', (_, deed) => {
    const ending = () => deed().then(({ returnedSessions }) => String(returnedSessions));

    it('before it, not said yet: there is no referral any more', async () => {
      expect(await inTurn(slotOf(free), ending, bookFree)).toEqual(['1', 'NOT_FOUND']);
      expect([await statusOf(free), await openHolds()]).toEqual(['open', 0]);
    });

    it.each([['has begun to wait', () => slotOf(free)], ['is decided', fund]])(
      'after it %s: what was booked is returned', async (__, hold) => {
        expect(await inTurn(hold(), bookFree, ending)).toEqual(['SessionBooked', '2']);
        expect([await statusOf(free), await openHolds()]).toEqual(['open', 0]);
      });
  });

  describe('a booking and a licence that ends before its day', () => {
    const ends = async () => kindOf(vault.get(
      `mutation ($input: KeepLicenceInput!) { keepLicence(input: $input) { __typename } }`,
      { input: { login: await login(), licence: {
        jurisdiction: 'DE', number: 'PT-1', expires: '2026-11-10' } } }, vault.operator));

    it.each([
      ['while it waits for its slot: is refused', () => slotOf(free), 'SlotTaken', 'open'],
      ['once it is decided: stands', fund, 'SessionBooked', 'taken'],
    ])('%s', async (_, hold, kind, status) => {
      expect(await inTurn(hold(), bookFree, ends)).toEqual([kind, 'LicenceKept']);
      expect(await statusOf(free)).toBe(status);
    });
  });

  it('uses a returned session once, for whoever was first', async () => {
    const { returnedSessionId } = await cancel(vault, person, session.id);
    const payment = { returnedSessionId };
    expect(await inTurn(fund(), () => bookFree({ payment }), () => bookFree({ payment, slotId })))
      .toEqual(['SessionBooked', 'CreditNotUsable']);
    expect([await statusOf(free), await statusOf(slotId)]).toEqual(['taken', 'open']);
  });

  describe('one key, twice at once', () => {
    const payment = () => ({ credit: issuer.mint('session') });

    it('books once and answers alike', async () => {
      const request = { idempotencyKey: randomUUID(), payment: payment() };
      const answers = await inTurn(fund(), ...[1, 2].map(() => () =>
        book(vault, person, { referralId, slotId: free, ...request })));
      expect(answers[0]!.__typename).toBe('SessionBooked');
      expect(answers[1]).toEqual(answers[0]);
      expect(await openHolds()).toBe(2);
    });

    it('is a conflict for another request', async () => {
      const idempotencyKey = randomUUID();
      expect(await inTurn(fund(), ...[1, 2].map(() => () =>
        bookFree({ idempotencyKey, payment: payment() })))).toEqual(['SessionBooked', 'CONFLICT']);
    });

    it('is free again for who waited when the first was refused', async () => {
      const request = { idempotencyKey: randomUUID(), payment: payment() };
      expect(await inTurn(slotOf(slotId),
        () => bookFree({ ...request, slotId }), () => bookFree(request)))
        .toEqual(['SlotTaken', 'SessionBooked']);
    });
  });

  describe('a booking and the closing of its period', () => {
    const closing = async () => {
      const { programme, period } = issuer;
      await vault.app.get(ClosingService, { strict: false }).close({ programme, report: `${period}.1` });
      return 'closed';
    };

    it('that was first: nothing is added to what is told', async () => {
      const held: Hold = ['SELECT 1 FROM authorisation WHERE id = $1 FOR UPDATE', [session.id]];
      expect(await inTurn(held, closing, bookFree)).toEqual(['closed', 'CreditNotUsable']);
      expect([await statusOf(free), await openHolds()]).toEqual(['open', 0]);
    });

    it('that came second: it is closed with it, and nothing is left on hold', async () => {
      expect(await inTurn(fund(), bookFree, closing)).toEqual(['SessionBooked', 'closed']);
      expect([await statusOf(free), await openHolds()]).toEqual(['taken', 0]);
    });
  });

  it('would go by what a referral was, if it were read with the slot that is waited for', async () => {
    const reader = new pg.Client({ connectionString: vault.cluster.urls.vault });
    await reader.connect();
    const status = (locking: string) => reader.query<{ status: string }>(
      `SELECT r.status FROM slot s JOIN referral r ON r.provider_id = s.provider_id
       WHERE s.id = $1 ${locking}`, [free]).then(({ rows }) => rows[0]!.status);
    const declined: Hold = [`WITH ended AS (UPDATE referral SET status = 'declined'
      WHERE id = $1 RETURNING provider_id) SELECT 1 FROM slot s JOIN ended USING (provider_id)
      ORDER BY s.id FOR NO KEY UPDATE OF s`, [referralId]];
    expect(await inTurn(declined, () => status('FOR NO KEY UPDATE OF s'))).toEqual(['open']);
    expect(await status('')).toBe('declined');
    await reader.end();
  });
});

function nullifierOf(text: string): string {
  const reading = decodeCredit(new Uint8Array(Buffer.from(text, 'base64url')));
  if (reading.kind !== 'credit') throw new Error(reading.reason);
  return nullifier(reading.credit);
}
