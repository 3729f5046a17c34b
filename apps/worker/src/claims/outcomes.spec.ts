import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';
import { DueClosings } from '../periods/due-closings.service.ts';
import { Scheduler } from '../periods/scheduler.service.ts';

const CLAIM = 'claim { id status outcome serviceCode byClient paid { minor } }';
const RECORD = `mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) { __typename
  ... on OutcomeRecorded { ${CLAIM} } ... on OutcomeRefused { code }
  ... on AuthorisationNotFound { code } } }`;
const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  __typename ... on ClaimAdjudicated { ${CLAIM} } } }`;
const TAKE_BACK = `mutation ($input: TakeBackClaimInput!) { takeBackClaim(input: $input) {
  __typename ... on ClaimTakenBack { ${CLAIM} } ... on ClaimFinal { code } } }`;
const CANCEL = `mutation ($input: CancelSessionInput!) { cancelSession(input: $input) {
  __typename ... on TooLateToCancel { code } } }`;
const PAYOUTS = 'mutation ($key: ID!) { runPayouts(idempotencyKey: $key) { count } }';
const REFERRALS = '{ provider { referrals { status accepted } } }';
const DAY = '{ provider { appointments { status pays { tookPlace { minor } missed { minor } } } } }';

const BEFORE = '2026-11-05T12:00:00Z';
const START = '2026-11-10T09:00:00Z';
const EARLY = '2026-11-09T09:00:00Z';
const LATE = '2026-11-09T09:00:01Z';
const AFTER = '2026-11-10T12:00:00Z';
const TOLD = '2027-01-30T00:00:01Z';

interface Outcome {
  readonly __typename: string;
  readonly code?: string;
  readonly claim?: { id: string; status: string; outcome: string; paid: { minor: string } };
}

describe('what becomes of a session', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; authorization: string };
  let person: { authorization: string };
  let session: { id: string };
  let rival: pg.Client;
  let watcher: pg.Client;
  beforeAll(async () => {
    vault = await openVault(12);
    const connectionString = vault.cluster.ownerUrl('vault');
    rival = new pg.Client({ connectionString });
    watcher = new pg.Client({ connectionString });
    await Promise.all([rival.connect(), watcher.connect()]);
    // The calendar rests: no payout run and no closing come between the steps below.
    await vault.app.get(Scheduler, { strict: false }).beforeApplicationShutdown();
  });
  afterAll(async () => {
    await Promise.all([rival?.end(), watcher?.end()]);
    await vault.close();
  });
  beforeEach(async () => {
    vault.clock.set(BEFORE);
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault);
    await vault.row(`UPDATE provider_session SET expires_at = '2027-06-01', used_at = '2027-06-01'`);
    await publishSlots(vault, therapist, [START]);
    person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const referralId = referral.id;
    const [slot] = await openSlots(vault, person, referralId);
    session = (await book(vault, person, { referralId, slotId: slot!.id,
      payment: { credit: issuer.mint('session') } })).authorisation!;
  });

  const record = (outcome: string, key: string = randomUUID(), who = therapist) =>
    vault.get<Outcome>(RECORD, { input: {
      idempotencyKey: key, authorisationId: session.id, outcome } }, who.authorization);
  const confirm = () => vault.get<Outcome>(CONFIRM, { input: {
    idempotencyKey: randomUUID(), authorisationId: session.id } }, therapist.authorization);
  const takeBack = (claimId = '', key: string = randomUUID(), who = therapist) =>
    vault.get<Outcome>(TAKE_BACK, { input: { idempotencyKey: key, claimId } }, who.authorization);
  const cancel = (acceptLate?: boolean) => vault.get<Outcome>(CANCEL, { input: {
    idempotencyKey: randomUUID(), authorisationId: session.id, acceptLate,
  } }, person.authorization);
  const payOut = () => vault.get(PAYOUTS, { key: randomUUID() }, vault.operator);
  /** What this therapist was paid out. */
  const payouts = async () => (await vault.cluster.query<{ minor: string }>('vault',
    'SELECT amount_minor::text AS minor FROM payout WHERE provider_id = $1', [therapist.id]))
    .map(({ minor }) => minor);
  const status = () => vault.row<{ status: string }>(
    'SELECT status FROM authorisation WHERE id = $1', [session.id]).then((row) => row.status);
  const balance = (code: string) => vault.row<{ balance: string } | undefined>(
    'SELECT balance::text FROM account WHERE code = $1', [code]).then((row) => row?.balance ?? '0');
  /** What this session's money and its count have come to, wherever they are. */
  const books = async () => ({
    payable: await balance(`payable:provider/${therapist.id}/EUR`),
    delivered: await balance(`delivered:programme/${issuer.programme}/SES`),
    held: await balance(`hold:programme/${issuer.programme}/EUR`),
    fund: await balance(`fund:programme/${issuer.programme}/EUR`),
    problems: await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()'),
  });
  const MISSED = { payable: '4750', delivered: '1', held: '0', fund: '940500', problems: [] };
  const HELD = { payable: '0', delivered: '0', held: '9500', fund: '940500', problems: [] };

  it('pays by one rule, which the therapist is told before: half when it was not kept', async () => {
    expect(await vault.get(DAY, {}, therapist.authorization)).toEqual({ appointments: [{
      status: 'held', pays: { tookPlace: { minor: '8550' }, missed: { minor: '4750' } } }] });
    expect(await vault.get('{ case { sessionRule { noticeHours missedSharePercent } } }', {},
      person.authorization)).toEqual({ sessionRule: { noticeHours: 24, missedSharePercent: 50 } });
  });

  it.each([
    ['NO_SHOW', 'no_show', START], ['LATE_CANCELLED', 'late_cancelled', LATE],
    ['LATE_CANCELLED', 'late_cancelled', AFTER],
  ])('is recorded as %s by the therapist, once for a key', async (outcome, kept, at) => {
    vault.clock.set(at);
    const key = randomUUID();
    const first = await record(outcome, key);
    expect(first).toEqual({ __typename: 'OutcomeRecorded', claim: { id: expect.any(String),
      status: 'PAID', outcome, serviceCode: null, byClient: false, paid: { minor: '4750' } } });
    expect(await record(outcome, key)).toEqual(first);
    expect(await record(outcome)).toMatchObject({ code: 'SESSION_SETTLED' });
    expect(await status()).toBe(kept);
    expect(await books()).toEqual(MISSED);
    vault.clock.set(AFTER);
    expect((await confirm()).claim).toMatchObject({ status: 'DENIED' });
  });

  it.each([
    ['NO_SHOW', '2026-11-10T08:59:59Z', 'SESSION_NOT_BEGUN'],
    ['LATE_CANCELLED', EARLY, 'NOTICE_NOT_BEGUN'],
  ])('is not %s before its time, nor for another therapist', async (outcome, at, code) => {
    vault.clock.set(at);
    expect(await record(outcome)).toEqual({ __typename: 'OutcomeRefused', code });
    vault.clock.set(AFTER);
    const other = await registerTherapist(vault);
    expect((await record(outcome, randomUUID(), other)).__typename).toBe('AuthorisationNotFound');
    expect(await books()).toEqual(HELD);
  });

  it('is cancelled late by its client only when she knows that it is used', async () => {
    vault.clock.set(LATE);
    expect(await cancel()).toEqual({ __typename: 'TooLateToCancel', code: 'NOTICE_BEGUN' });
    expect(await books()).toEqual(HELD);
    expect((await cancel(true)).__typename).toBe('SessionCancelledLate');
    expect(await books()).toEqual(MISSED);
    const { id } = await vault.row<{ id: string }>(
      'SELECT id FROM claim WHERE authorisation_id = $1', [session.id]);
    expect(await takeBack(id)).toEqual({ __typename: 'ClaimFinal', code: 'CANCELLED_BY_CLIENT' });
    expect(await vault.get('{ case { returnedSessions { id } } }', {}, person.authorization))
      .toEqual({ returnedSessions: [] });
  });

  it.each([[EARLY, 'SessionCancelled', undefined], [START, 'TooLateToCancel', 'TOO_LATE_TO_CANCEL']])(
    'cancelled at %s with a yes to late is %s all the same', async (at, kind, code) => {
      vault.clock.set(at);
      expect(await cancel(true)).toEqual({ __typename: kind, ...(code ? { code } : {}) });
    });

  it('is held again when its claim is taken back, and can be recorded anew', async () => {
    vault.clock.set(AFTER);
    for (const make of [confirm, () => record('NO_SHOW')]) {
      const made = await make();
      const key = randomUUID();
      const back = await takeBack(made.claim?.id, key);
      expect(back).toMatchObject({ __typename: 'ClaimTakenBack', claim: { status: 'WITHDRAWN' } });
      expect(await takeBack(made.claim?.id, key)).toEqual(back);
      expect(await takeBack(made.claim?.id)).toMatchObject({ code: 'NOT_PAID' });
      expect(await status()).toBe('held');
      expect(await books()).toEqual(HELD);
      if (made.claim?.outcome === 'TOOK_PLACE') continue;
      expect((await record('LATE_CANCELLED')).__typename).toBe('OutcomeRecorded');
      expect(await books()).toEqual(MISSED);
    }
    await payOut();
    expect(await payouts()).toEqual(['4750']);
  });

  it('stays as it is for another therapist, once paid out, and once its months are told', async () => {
    vault.clock.set(AFTER);
    const { claim } = await confirm();
    const other = await registerTherapist(vault);
    await expect(takeBack(claim?.id, randomUUID(), other)).rejects.toThrow('NOT_FOUND');
    await payOut();
    expect(await takeBack(claim?.id)).toEqual({ __typename: 'ClaimFinal', code: 'PAID_OUT' });
    await expect(vault.db.transaction('backwards', (tx) => tx.query(
      `UPDATE claim SET status = 'withdrawn' WHERE id = $1`, [claim?.id]))).rejects.toThrow();
    await expect(vault.db.transaction('backwards', (tx) => tx.query(
      `UPDATE authorisation SET status = 'held' WHERE id = $1`, [session.id]))).rejects.toThrow();
  });

  /** Until so many transactions wait for a lock. */
  const waiting = async (count: number) => {
    for (;;) {
      const { rows } = await watcher.query<{ n: number }>(
        `SELECT count(DISTINCT l.pid)::integer AS n FROM pg_locks l
         JOIN pg_stat_activity a USING (pid)
         WHERE NOT l.granted AND a.datname = current_database()`);
      if (rows[0]!.n >= count) return;
    }
  };

  it.each([['the payout run', true], ['taking it back', false]])(
    'is paid out or taken back, never both, when %s is first', async (_what, payoutFirst) => {
      vault.clock.set(AFTER);
      const { claim } = await confirm();
      await rival.query('BEGIN');
      await rival.query('SELECT FROM claim WHERE id = $1 FOR UPDATE', [claim?.id]);
      const order = payoutFirst
        ? [payOut, () => takeBack(claim?.id)] as const
        : [() => takeBack(claim?.id), payOut] as const;
      const first = order[0]();
      await waiting(1);
      const second = order[1]();
      await waiting(2);
      await rival.query('COMMIT');
      const [one, two] = await Promise.all([first, second]);
      const { __typename: kind, code } = (payoutFirst ? two : one) as Outcome;
      expect([await payouts(), kind, code]).toEqual(payoutFirst
        ? [['8550'], 'ClaimFinal', 'PAID_OUT'] : [[], 'ClaimTakenBack', undefined]);
      expect(await books()).toMatchObject(payoutFirst
        ? { payable: '0', held: '0', problems: [] } : HELD);
    });

  it('answers its referral when it is held or waited for; not when its client was late', async () => {
    const toAnswer = async () => (await vault.get<{ referrals: { accepted: boolean }[] }>(
      REFERRALS, {}, therapist.authorization)).referrals.map(({ accepted }) => !accepted);
    const seen = async () => (await vault.get<{ referrals: { accepted: boolean }[] }>(
      '{ case { referrals { accepted } } }', {}, person.authorization))
      .referrals.map(({ accepted }) => !accepted);
    vault.clock.set(AFTER);
    for (const [make, open] of [
      [confirm, false], [() => record('NO_SHOW'), false], [() => record('LATE_CANCELLED'), true],
    ] as const) {
      expect(await toAnswer()).toEqual([true]);
      const { claim } = await make();
      expect([await toAnswer(), await seen()]).toEqual([[open], [open]]);
      await takeBack(claim?.id);
    }
  });

  it('stays as it is once its months are told', async () => {
    vault.clock.set(AFTER);
    const { claim } = await confirm();
    vault.clock.set(TOLD);
    await vault.app.get(DueClosings, { strict: false }).closeDue();
    expect(await takeBack(claim?.id)).toEqual({ __typename: 'ClaimFinal', code: 'PERIOD_CLOSED' });
    expect(await status()).toBe('claimed');
  });

  it.each([['the closing', true], ['taking it back', false]])(
    'is told or taken back, never both, when %s is first', async (_what, closingFirst) => {
      const close = () => vault.app.get(DueClosings, { strict: false }).closeDue();
      vault.clock.set(AFTER);
      const { claim } = await confirm();
      vault.clock.set(TOLD);
      await rival.query('BEGIN');
      await rival.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
        [`close-period ${issuer.programme}`]);
      const back = () => takeBack(claim?.id);
      const [one, other] = closingFirst ? [close, back] as const : [back, close] as const;
      const first = one();
      await waiting(1);
      const second = other();
      await waiting(2);
      await rival.query('COMMIT');
      const answers = await Promise.all([first, second]);
      const { __typename: kind, code } = answers[closingFirst ? 1 : 0] as Outcome;
      expect([kind, code, await status()]).toEqual(closingFirst
        ? ['ClaimFinal', 'PERIOD_CLOSED', 'claimed'] : ['ClaimTakenBack', undefined, 'expired']);
      expect(await vault.row('SELECT count(*)::integer AS n FROM report_release WHERE programme = $1',
        [issuer.programme])).toEqual({ n: 1 });
      expect(await books()).toMatchObject({ held: '0', problems: [] });
    });
});
