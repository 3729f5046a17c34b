import type { Account } from '#billing/accounts';
import type { JournalItem } from '#billing/journal';
import type { Database } from '#platform/database';
import type { ProviderCaller } from '../access/caller.ts';
import type { Idempotency } from '../foundation/idempotency.store.ts';
import type { LedgerStore } from '#server/ledger/ledger.store';
import { ClaimsService, type ClaimRequest } from './claims.service.ts';
import type { ClaimableAuthorisation, ClaimsStore, NewClaim } from './claims.store.ts';

const HOLD = 'a3f0c1d2-1b2c-4d5e-8f90-0123456789ab';
const KNOWN: ClaimableAuthorisation = {
  id: 'a1', programme: 'p1', serviceOn: '2026-11-02', startsAt: new Date('2026-11-02T09:00:00Z'),
  firstDay: '2026-10-01', lastDay: '2026-12-31', feeCapMinor: '9500', currency: 'EUR', holdId: HOLD,
  status: 'held', bearer: false, minutes: 50, platformShareBps: 1_000, missedShareBps: 5_000,
};
/** A day on which she was paid for thirteen hours and eleven minutes. */
const FULL_DAY = '2026-10-31';
const CLAIM: ClaimRequest = {
  idempotencyKey: 'k', authorisationNumber: 'A-1', serviceDate: '2026-11-02', units: 1,
  serviceCode: '90834', modality: 'VIDEO', fee: { minor: '9500', currency: 'EUR' },
};
const ME = { kind: 'provider', providerId: 't1', timeZone: 'Europe/Berlin', hasFactor: true,
  tokenHash: new Uint8Array() } as ProviderCaller;

/** A service over one authorisation of t1, and all that a claim for it does. */
function claiming(known: Partial<ClaimableAuthorisation> = {}, now = '2026-11-03T09:00:00Z') {
  const recorded: NewClaim[] = [];
  const posted: JournalItem[] = [];
  const did: unknown[][] = [];
  const once: unknown[][] = [];
  const work = (_: string, run: (tx: object) => unknown) => run({});
  const service = new ClaimsService(
    { now: () => new Date(now) },
    { read: work, transaction: work } as unknown as Database,
    { once: async (...[, scope, key, hash, run, isKept]: Parameters<Idempotency['once']>) => {
      const result = await run();
      once.push([scope, key, hash.toString(), isKept?.(result)]);
      return result;
    } } as unknown as Idempotency,
    { open: (_: unknown, accounts: Account[]) =>
      Promise.resolve(did.push(['open', ...accounts.map(({ code }) => code)])),
    mustPost: (_: unknown, items: JournalItem[]) => Promise.resolve(posted.push(...items)),
    } as unknown as LedgerStore,
    {
      lockOwn: (_: unknown, number: string, provider: string) => Promise.resolve(
        number === 'A-1' && provider === 't1' ? { ...KNOWN, ...known } : undefined),
      minutesPaid: (_: unknown, provider: string, day: string) => Promise.resolve(
        provider === 't1' && day === FULL_DAY ? 781 : 0),
      record: (_: unknown, claim: NewClaim, day: string) => {
        did.push(['record', day]);
        return Promise.resolve(recorded.push(claim));
      },
      find: (_: unknown, id: string) => Promise.resolve({ id }),
      settle: (...[, ...settled]: unknown[]) => Promise.resolve(did.push(['settle', ...settled])),
      list: (...[, ...asked]: unknown[]) => Promise.resolve(asked),
    } as unknown as ClaimsStore,
  );
  const reasons = () => recorded.at(-1)!.adjustments.map(({ carc }) => carc);
  return { service, recorded, posted, did, once, reasons };
}

/** What is claimed, why it is denied, what is known of the session, what is said, and when. */
type Denied = [string, number, Partial<ClaimableAuthorisation>, Partial<ClaimRequest>, string?];

describe('a claim', () => {
  it('is paid from its session\'s hold and recorded, in that one transaction', async () => {
    const { service, recorded, posted, did, once } = claiming();
    const verdict = await service.submit(ME, CLAIM);
    expect(recorded).toEqual([{
      id: expect.any(String), authorisationId: 'a1', providerId: 't1', serviceOn: '2026-11-02',
      serviceCode: '90834', units: 1, modality: 'VIDEO', billedMinor: '9500', paidMinor: '8550',
      currency: 'EUR', status: 'paid', adjustments: [], outcome: 'took_place', byClient: false,
    }]);
    expect(verdict).toEqual({ kind: 'claim-adjudicated', claim: { id: recorded[0]!.id } });
    expect(posted).toMatchObject([
      { day: '2026-11-03', resolves: HOLD, entry: { kind: 'claim-captured' } }]);
    expect(did).toEqual([
      ['open', 'payable:provider/t1/EUR', 'platform-revenue/-/EUR', 'delivered:programme/p1/SES'],
      ['settle', 'a1', 'took_place'], ['record', '2026-11-03'],
    ]);
    expect(once).toEqual([['claim:t1', 'k', expect.any(String), true]]);
    await service.submit(ME, { ...CLAIM, fee: { minor: '9400', currency: 'EUR' } });
    expect(once[1]![2]).not.toBe(once[0]![2]);
    expect(recorded[1]).toMatchObject({ billedMinor: '9400', paidMinor: '8460' });
  });

  it('above the schedule is paid at the schedule', async () => {
    const { service, recorded, reasons } = claiming();
    await service.submit(ME, { ...CLAIM, fee: { minor: '11000', currency: 'EUR' } });
    expect(recorded).toMatchObject([{ status: 'paid', paidMinor: '8550' }]);
    expect(reasons()).toEqual([45]);
  });

  it('for a number that is unknown or another\'s is not found, and not remembered', async () => {
    for (const [me, number] of [[ME, 'A-2'], [{ ...ME, providerId: 't2' }, 'A-1']] as const) {
      const { service, recorded, once } = claiming();
      expect(await service.submit(me, { ...CLAIM, authorisationNumber: number }))
        .toMatchObject({ kind: 'authorisation-not-found' });
      expect([recorded, once[0]![3]]).toEqual([[], false]);
    }
  });

  it.each<Denied>([
    ['claimed before', 18, { status: 'claimed' }, {}],
    ['missed', 18, { status: 'no_show' }, {}],
    ['cancelled late', 18, { status: 'late_cancelled' }, {}],
    ['cancelled', 119, { status: 'cancelled' }, {}],
    ['closed with its period', 29, { status: 'expired' }, {}],
    ['closed with its period today', 29, { status: 'expired' }, {}, '2026-11-02T12:00:00Z'],
    ['of another day', 284, {}, { serviceDate: '2026-11-01' }],
    ['of a later day', 110, {}, { serviceDate: '2026-11-04' }],
    ['not begun', 110, {}, {}, '2026-11-02T08:59:59Z'],
    ['of a day before it is that day there', 110, { startsAt: null, bearer: true }, {},
      '2026-11-01T22:59:59Z'],
    ['beyond fourteen hours of a day', 222, { serviceOn: FULL_DAY, startsAt: null, bearer: true },
      { serviceDate: FULL_DAY }],
    ['of a quarter of an hour, beyond them', 222,
      { serviceOn: FULL_DAY, startsAt: null, bearer: true, minutes: 15 },
      { serviceDate: FULL_DAY, serviceCode: '90837' }],
    ['a bearer\'s, of another day', 284, { startsAt: null, bearer: true },
      { serviceDate: '2026-11-01' }],
    ['before the first day', 26, { firstDay: '2026-11-03' }, {}],
    ['a bearer\'s, before the first day', 26, { startsAt: null, bearer: true },
      { serviceDate: '2026-09-30' }],
    ['after the last day', 27, { lastDay: '2026-11-01' }, {}],
    ['too old', 29, {}, {}, '2027-02-01T09:00:00Z'], ['of two units', 119, {}, { units: 2 }],
  ])('of a session %s is denied for reason %d, and pays nothing', async (...row) => {
    // Gathered: jest would take a parameter that a shorter row leaves over for its `done`.
    const [, reason, known, claim, now] = row as Denied;
    const { service, recorded, posted, did, reasons } = claiming(known, now);
    const verdict = await service.submit(ME, { ...CLAIM, ...claim });
    expect(verdict.kind).toBe('claim-adjudicated');
    expect(recorded).toMatchObject([{ status: 'denied', paidMinor: '0' }]);
    expect(reasons()).toEqual([reason]);
    // The hold stays, so that the claim can be mended and sent again.
    expect([posted, did.map(([deed]) => deed)]).toEqual([[], ['record']]);
  });

  it.each<[string, Partial<ClaimableAuthorisation>, Partial<ClaimRequest>, string]>([
    ['as it begins', {}, {}, '2026-11-02T09:00:00Z'], ['on the last day', {}, {},
      '2027-01-31T09:00:00Z'],
    ['on its day there', { bearer: true, startsAt: null }, {}, '2026-11-01T23:00:00Z'],
  ])('of a session %s is paid', async (_, known, claim, now) => {
    const { service, recorded } = claiming(known, now);
    await service.submit(ME, { ...CLAIM, ...claim });
    expect(recorded).toMatchObject([{ status: 'paid' }]);
  });

  it('is listed to whose it is', async () => {
    expect(await claiming().service.list(ME, 20, 40)).toEqual(['t1', 20, 40]);
  });
});
