import type { Database } from '#platform/database';
import type { CreditsService } from '../credits/credits.service.ts';
import type { PeriodsBook } from '../programmes/periods-book.service.ts';
import type { AuthorisationsStore } from './authorisations.store.ts';
import type { Booked, BookingDesk } from './booking-desk.ts';
import { BookingService } from './booking.service.ts';
import type { Booking } from './booking.store.ts';

const USE = { programme: 'p1', period: '2026-Q4' };
const CLOSED = { programme: 'p1', period: '2026-Q3' };
const BOOKED: Booked = { kind: 'booked', authorisation: { id: 'a1' } as never };
const REQUEST = { idempotencyKey: 'k', referralId: 'r1', slotId: 's1' };
const BEARER = { idempotencyKey: 'k', serviceDate: '2026-11-01', modality: 'VIDEO', minutes: 50 };

/** A service whose desk gives these answers in turn, and what was asked of the desk. */
function booking(...answers: Booked[]) {
  const asked: Booking[] = [];
  const service = new BookingService(
    { now: () => new Date('2026-11-02T09:00:00Z') },
    { read: (_: string, work: (tx: object) => unknown) => work({}) } as unknown as Database,
    { examine: (text: string, kind: string) => Promise.resolve({ nullifier: `n of ${text}`,
      use: kind === 'session' ? { good: USE, old: CLOSED }[text] ?? null : null }) } as unknown as
      CreditsService,
    { find: (programme: string, period: string) => Promise.resolve(
      programme === 'p1' && period === '2026-Q4'
        ? { ...USE, opens: '2026-10-01', closes: '2027-01-01', sessionPriceMinor: '9500',
          currency: 'EUR' } : null) } as unknown as PeriodsBook,
    { returned: (_: unknown, caseId: string) => Promise.resolve(caseId === 'c1'
      ? [{ id: 'x0', ...CLOSED }, { id: 'x1', ...USE }] : []) } as unknown as AuthorisationsStore,
    { book: (one: Booking) => {
      asked.push(one);
      return Promise.resolve(answers.shift() ?? BOOKED);
    } } as unknown as BookingDesk,
  );
  return { service, asked };
}
const byCredit = (credit = 'good') => ({ ...REQUEST, payment: { credit } });
const byReturned = (id = 'x1') => ({ ...REQUEST, payment: { returnedSessionId: id } });

describe('a session that is booked', () => {
  it('is paid by a credit, on the terms of the credit\'s period', async () => {
    const { service, asked } = booking();
    expect(await service.book('c1', byCredit()))
      .toEqual({ kind: 'session-booked', authorisation: { id: 'a1' } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      scope: 'book:c1', key: 'k', overdraftId: null,
      occasion: { caseId: 'c1', referralId: 'r1', slotId: 's1' },
      payment: { nullifier: 'n of good', usable: true },
      terms: { programme: 'p1', day: '2026-11-02' },
    });
    expect(Object.keys(asked[0]!.payment)).not.toContain('returnedId');
  });

  it('is paid by a session that returned to the same case', async () => {
    const { service, asked } = booking();
    await service.book('c1', byReturned());
    expect(asked[0]).toMatchObject(
      { payment: { returnedId: 'x1', usable: true }, terms: { programme: 'p1' } });
  });

  it('is not paid by what is good for nothing, another\'s, or of a period not open', async () => {
    for (const [caseId, request] of [
      ['c1', byCredit('forged')], ['c1', byCredit('old')], ['c1', byReturned('x0')],
      ['c1', byReturned('x9')], ['c2', byReturned()],
    ] as const) {
      const { service, asked } = booking({ kind: 'not_usable' });
      expect(await service.book(caseId, request)).toMatchObject({ kind: 'credit-not-usable' });
      // The desk is asked all the same: a repeated request has its own answer there.
      expect(asked).toMatchObject([{ terms: null, payment: { usable: false } }]);
    }
  });

  it('is the same request only with the same referral, slot and payment', async () => {
    const { service, asked } = booking();
    for (const request of [
      byCredit(), byCredit(), byCredit('old'), byReturned(), { ...byCredit(), slotId: 's2' },
      { ...byCredit(), referralId: 'r2' },
    ]) await service.book('c1', request);
    const hashes = asked.map(({ requestHash }) => requestHash.toString('hex'));
    expect(hashes[0]).toBe(hashes[1]);
    expect(new Set(hashes).size).toBe(5);
  });
});

describe('what the desk answers', () => {
  it.each([['not_usable', 'credit-not-usable'], ['slot_taken', 'slot-taken']] as const)(
    '%s is told as %s, of a booking and of a bearer\'s credit', async (kind, told) => {
      expect(await booking({ kind }).service.book('c1', byCredit())).toMatchObject({ kind: told });
      expect(await booking({ kind }).service.redeem('t1', { ...BEARER, credit: 'good' }))
        .toMatchObject({ kind: told });
    });

  it('of a fund that is short is asked once more, with what is missing lent', async () => {
    const unfunded = { kind: 'unfunded' } as const;
    const { service, asked } = booking(unfunded);
    expect(await service.book('c1', byCredit())).toMatchObject({ kind: 'session-booked' });
    expect(asked).toEqual([asked[0], { ...asked[0], overdraftId: expect.any(String) }]);
    const still = booking(unfunded, unfunded);
    expect(await still.service.book('c1', byCredit()))
      .toMatchObject({ kind: 'funding-unavailable' });
    expect(still.asked).toHaveLength(2);
  });
});

describe('a bearer\'s credit', () => {
  it('is redeemed by a therapist, and no case stands behind it', async () => {
    const { service, asked } = booking();
    expect(await service.redeem('t1', { ...BEARER, credit: 'good' }))
      .toEqual({ kind: 'bearer-redeemed', authorisation: { id: 'a1' } });
    expect(asked[0]).toMatchObject({ scope: 'redeem:t1', key: 'k', terms: { programme: 'p1' },
      occasion: { providerId: 't1', modality: 'VIDEO', minutes: 50, day: '2026-11-01' },
      payment: { nullifier: 'n of good', usable: true } });
  });

  it.each([['2026-09-30', false], ['2026-10-01', true], ['2026-12-31', true], ['2027-01-01', false],
    ['2025-11-02', false]])('for a session on %s is looked at: %s', async (serviceDate, isNow) => {
    const { service, asked } = booking();
    const redeemed = service.redeem('t1', { ...BEARER, serviceDate, credit: 'good' });
    if (isNow) expect(await redeemed).toMatchObject({ kind: 'bearer-redeemed' });
    else await expect(redeemed).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(asked).toHaveLength(isNow ? 1 : 0);
  });

  it('is the same request only with the same credit, day, way and length', async () => {
    const { service, asked } = booking();
    const good = { ...BEARER, credit: 'good' };
    for (const request of [good, good, { ...good, credit: 'old' }, { ...good, modality: 'PHONE' },
      { ...good, minutes: 51 }, { ...good, serviceDate: '2026-11-02' }]) {
      await service.redeem('t1', request);
    }
    const hashes = asked.map(({ requestHash }) => requestHash.toString('hex'));
    expect(hashes[0]).toBe(hashes[1]);
    expect(new Set(hashes).size).toBe(5);
  });
});
