import { randomUUID } from 'node:crypto';
import type { JournalItem } from '#billing/journal';
import type { Database } from '#platform/database';
import type { MissedSessionsService } from '../claims/missed-sessions.service.ts';
import type { Idempotency } from '../foundation/idempotency.store.ts';
import type { LedgerStore } from '#server/ledger/ledger.store';
import type { FreeTimesStore } from '../matching/free-times.store.ts';
import type { AuthorisationsStore } from './authorisations.store.ts';
import { decideCancellation } from './cancellation.ts';
import { CancellationService } from './cancellation.service.ts';

const STARTS = new Date('2026-11-10T09:00:00Z');
const before = (milliseconds: number) => new Date(STARTS.getTime() - milliseconds);
const DAY = 86_400_000;
const OTHERS = ['claimed', 'no_show', 'late_cancelled', 'cancelled', 'expired'];

describe('a wish to cancel', () => {
  it.each([
    ['a week before', 7 * DAY, 'in-time'], ['a day before', DAY, 'in-time'],
    ['a moment later', DAY - 1, 'late'], ['just before it begins', 1, 'late'],
    ['as it begins', 0, 'too-late'], ['afterwards', -DAY, 'too-late'],
  ])('%s comes %s', (_, ahead, verdict) => {
    expect(decideCancellation({ status: 'held', startsAt: STARTS }, before(ahead))).toBe(verdict);
    for (const status of OTHERS) {
      expect(decideCancellation({ status, startsAt: STARTS }, before(ahead))).toBe('too-late');
    }
  });
});

/** A service over one booked session of case c1 with therapist t1, and all that it did. */
function cancelling(ahead: number, status = 'held', isDayFull = false) {
  const did: unknown[][] = [];
  const note = (...deed: unknown[]) => Promise.resolve(void did.push(deed));
  const session = {
    id: 'a1', slotId: 's1', caseId: 'c1', status, startsAt: STARTS, programme: 'p1',
    feeCapMinor: '9500', currency: 'EUR', holdId: randomUUID(),
  };
  const found = (isFound: boolean) => Promise.resolve(isFound ? session : undefined);
  const store = {
    lockOwn: (_: unknown, caseId: string, id: string) => found(caseId === 'c1' && id === 'a1'),
    lockBooked: (_: unknown, provider: string, id: string) => found(provider === 't1' && id === 'a1'),
    lockHeldUnder: (_: unknown, referral: string, provider: string, at: Date) => Promise.resolve(
      referral === 'r1' && provider === 't1' && at < STARTS ? [session, session] : []),
    reopen: (_: unknown, slots: string[]) => note('reopen', ...slots),
    cancel: (_: unknown, sessions: { id: string; caseId: string }[], ids: string[],
      ...[by, day]: string[]) =>
      note('cancel', ...sessions.flatMap(({ id, caseId }) => [id, caseId]), ids.length, by, day),
  };
  const kept: boolean[] = [];
  const scopes: string[] = [];
  const hashes: string[] = [];
  const service = new CancellationService(
    { now: () => before(ahead) },
    { transaction: (_: string, work: (tx: object) => unknown) => work({}) } as unknown as Database,
    { once: async (...[, scope, , hash, work, isKept]: Parameters<Idempotency['once']>) => {
      scopes.push(scope);
      hashes.push(Buffer.from(hash).toString('hex'));
      const result = await work();
      kept.push(isKept?.(result) ?? true);
      return result;
    } } as unknown as Idempotency,
    { mustPost: (_: unknown, items: JournalItem[]) => note('post', ...items.flatMap((item) =>
      [item.entry.kind, item.resolves === session.holdId, item.day])) } as unknown as
      LedgerStore,
    store as unknown as AuthorisationsStore,
    { settle: async (_: unknown, { id }: { id: string }, outcome: string, byClient: boolean) => {
      if (isDayFull) return null;
      await note('settle', id, outcome, byClient);
      return { id: 'claim' };
    } } as unknown as MissedSessionsService,
    { giveBack: (_: unknown, slots: string[]) => note('not before midnight', ...slots) } as unknown as
      FreeTimesStore,
  );
  const cancel = (acceptLate: boolean, caseId = 'c1', authorisationId = 'a1') =>
    service.cancel(caseId, 'k', { authorisationId, acceptLate });
  return { service, cancel, did, kept, scopes, hashes };
}
const returned = (day: string, by: string) =>
  [['cancel', 'a1', 'c1', 1, by, day], ['not before midnight', 's1'],
    ['post', 'hold-released', true, day]];

describe('cancelling by the client', () => {
  it('in time gives her the session and its time to others, and the money to its fund', async () => {
    for (const acceptLate of [false, true]) {
      const { cancel, did, kept, scopes } = cancelling(DAY);
      expect(await cancel(acceptLate)).toEqual(
        { kind: 'session-cancelled', returnedSessionId: expect.any(String) });
      expect(did).toEqual([['reopen', 's1'], ...returned('2026-11-09', 'client')]);
      expect([kept, scopes]).toEqual([[true], ['cancel:c1']]);
    }
  });

  it('late uses it once she accepts that, and changes nothing before', async () => {
    const asked = cancelling(DAY - 1);
    expect(await asked.cancel(false)).toMatchObject(
      { kind: 'too-late-to-cancel', code: 'NOTICE_BEGUN' });
    expect([asked.did, asked.kept]).toEqual([[], [false]]);
    const accepted = cancelling(DAY - 1);
    expect(await accepted.cancel(true)).toEqual(
      { kind: 'session-cancelled-late', authorisationId: 'a1' });
    expect([accepted.did, accepted.kept]).toEqual([
      [['settle', 'a1', 'late_cancelled', true]], [true]]);
  });

  it('late on a day of which nothing more is paid gives her the session all the same', async () => {
    const { cancel, did } = cancelling(DAY - 1, 'held', true);
    expect(await cancel(true)).toMatchObject({ kind: 'session-cancelled' });
    expect(did).toEqual([['reopen', 's1'], ...returned('2026-11-09', 'client')]);
  });

  it('is refused once it has begun or is over, and for what is not hers', async () => {
    for (const { cancel, did } of [cancelling(0), ...OTHERS.map((one) => cancelling(DAY, one))]) {
      const refused = await cancel(true);
      expect(refused).toMatchObject({ kind: 'too-late-to-cancel' });
      expect('code' in refused && refused.code).not.toBe('NOTICE_BEGUN');
      expect(did).toEqual([]);
    }
    const { cancel } = cancelling(DAY);
    await expect(cancel(true, 'c2')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(cancel(true, 'c1', 'a2')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('a request that is sent again is known by all that it says', async () => {
  const { service, cancel, hashes } = cancelling(DAY);
  await cancel(false);
  await cancel(false);
  await cancel(true);
  await cancel(true, 'c1', 'a2').catch(() => undefined);
  await service.cancelByTherapist('t1', 'k', 'a1');
  await service.cancelByTherapist('t1', 'k', 'a2').catch(() => undefined);
  expect([hashes.length, new Set(hashes).size]).toEqual([6, 5]);
});

describe('cancelling by the therapist', () => {
  it('on whatever notice gives the session back, and her time to nobody', async () => {
    for (const [ahead, day] of [[DAY, '2026-11-09'], [1, '2026-11-10']] as const) {
      const { service, did, kept, scopes } = cancelling(ahead);
      expect(await service.cancelByTherapist('t1', 'k', 'a1'))
        .toEqual({ kind: 'appointment-cancelled', returned: true });
      expect(did).toEqual(returned(day, 'therapist'));
      expect([kept, scopes]).toEqual([[true], ['cancel:t1']]);
    }
  });

  it('is refused once it has begun or is over, and for what is not hers', async () => {
    for (const { service, did, kept } of
      [cancelling(0), ...OTHERS.map((one) => cancelling(DAY, one))]) {
      expect(await service.cancelByTherapist('t1', 'k', 'a1'))
        .toMatchObject({ kind: 'appointment-begun' });
      expect([did, kept]).toEqual([[], [false]]);
    }
    const { service } = cancelling(DAY);
    await expect(service.cancelByTherapist('t2', 'k', 'a1'))
      .rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of a whole referral gives back each session to come, and reopens its time', async () => {
    const { service, did } = cancelling(1);
    expect(await service.returnAll({} as never, 'r1', 't1')).toBe(2);
    const posted = ['hold-released', true, '2026-11-10'];
    expect(did).toEqual([['reopen', 's1', 's1'],
      ['cancel', 'a1', 'c1', 'a1', 'c1', 2, 'therapist', '2026-11-10'],
      ['not before midnight', 's1', 's1'], ['post', ...posted, ...posted]]);
    const over = cancelling(0);
    expect(await over.service.returnAll({} as never, 'r1', 't1')).toBe(0);
    expect(await over.service.returnAll({} as never, 'r2', 't1')).toBe(0);
    expect(over.did).toEqual([]);
  });
});
