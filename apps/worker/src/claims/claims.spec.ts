import { randomUUID } from 'node:crypto';
import type { ProviderCaller } from '../access/caller.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { CareFixture, PRICE, SetClock } from './care.fixture.ts';
import { ClaimsService, type ClaimRequest } from './claims.service.ts';
import { ClaimsStore } from './claims.store.ts';

let care: CareFixture;
let claims: ClaimsService;
let me: ProviderCaller;
const clock = new SetClock('2026-10-21T09:00:00Z');

const callerOf = (providerId: string): ProviderCaller =>
  ({ kind: 'provider', providerId, timeZone: 'Europe/Berlin', hasFactor: true, tokenHash: new Uint8Array() });

const claimFor = (
  authorisationNumber: string, change: Partial<ClaimRequest> = {},
): ClaimRequest => ({
  idempotencyKey: randomUUID(), authorisationNumber, serviceDate: '2026-10-20', units: 1,
  serviceCode: '90834', modality: 'VIDEO', fee: { minor: '9500', currency: 'EUR' }, ...change,
});

const adjudicated = async (request: ClaimRequest) => {
  const verdict = await claims.submit(me, request);
  if (verdict.kind !== 'claim-adjudicated') throw new Error(verdict.kind);
  return verdict.claim;
};

beforeAll(async () => {
  care = await CareFixture.open();
  const once = new Idempotency(clock);
  claims = new ClaimsService(clock, care.db, once, care.ledger, new ClaimsStore());
  me = callerOf(await care.provider());
});
afterAll(() => care.cluster.drop());

describe('a claim', () => {
  it('is paid from the session\'s hold, less the platform\'s share', async () => {
    const number = await care.session(me.providerId, await care.referral(me.providerId));
    const claim = await adjudicated(claimFor(number));
    expect(claim).toMatchObject({
      status: 'PAID', paid: { minor: '8550', currency: 'EUR' }, adjustments: [],
    });
    expect(await care.problems()).toEqual([]);
  });

  it('above the schedule is paid at the schedule, and says so (CARC 45)', async () => {
    const number = await care.session(me.providerId, null);
    const claim = await adjudicated(claimFor(number, { fee: { minor: '11000', currency: 'EUR' } }));
    expect(claim.paid.minor).toBe('8550');
    expect(claim.adjustments).toMatchObject([
      { group: 'CO', code: '45', amount: { minor: '1500', currency: 'EUR' } }]);
  });

  it('below the session\'s price gives the rest back to the fund', async () => {
    const number = await care.session(me.providerId, null);
    const [before] = await care.cluster.query<{ balance: string }>('vault',
      `SELECT balance FROM account WHERE code LIKE 'fund:programme/%/EUR'`);
    await adjudicated(claimFor(number, { fee: { minor: '8000', currency: 'EUR' } }));
    const [after] = await care.cluster.query<{ balance: string }>('vault',
      `SELECT balance FROM account WHERE code LIKE 'fund:programme/%/EUR'`);
    expect(BigInt(after!.balance) - BigInt(before!.balance)).toBe(PRICE - 8_000n);
  });

  it('pays once, whatever is sent again or at the same moment', async () => {
    const number = await care.session(me.providerId, null);
    const first = claimFor(number);
    const all = await Promise.all([
      claims.submit(me, first), claims.submit(me, first),
      ...Array.from({ length: 14 }, () => claims.submit(me, claimFor(number))),
    ]);
    const statuses = all.map((verdict) =>
      verdict.kind === 'claim-adjudicated' ? verdict.claim.status : verdict.kind);
    const ids = new Set(all.flatMap((verdict) => verdict.kind === 'claim-adjudicated'
      && verdict.claim.status === 'PAID' ? [verdict.claim.id] : []));
    expect(ids.size).toBe(1);
    expect(statuses.filter((status) => status === 'DENIED').length).toBeGreaterThanOrEqual(14);
    expect(await care.problems()).toEqual([]);
  });

  it('gets one answer for an unknown number and for another therapist\'s', async () => {
    const other = await care.session(await care.provider(), null);
    const foreign = await claims.submit(me, claimFor(other));
    const unknown = await claims.submit(me, claimFor('FFFFFFFFFFFF'));
    expect(foreign).toEqual(unknown);
    expect(foreign.kind).toBe('authorisation-not-found');
  });

  it.each([
    ['in the future', { serviceDate: '2026-10-22' }, '110'],
    ['of another day than booked', { serviceDate: '2026-10-19' }, '284'],
    ['in another currency', { fee: { minor: '9500', currency: 'USD' } }, '16'],
    ['with a service that is unknown', { serviceCode: '12345' }, '16'],
  ])('%s is denied, and can be mended', async (_what, change, code) => {
    const number = await care.session(me.providerId, await care.referral(me.providerId));
    const denied = await adjudicated(claimFor(number, change));
    expect(denied).toMatchObject({ status: 'DENIED', adjustments: [{ code }] });
    expect((await adjudicated(claimFor(number))).status).toBe('PAID');
  });

  it('is not paid before its session\'s hour, whatever the day, and is paid from then on', async () => {
    const number = await care.session(me.providerId, await care.referral(me.providerId));
    clock.set('2026-10-20T09:59:59Z');
    expect(await adjudicated(claimFor(number))).toMatchObject({
      status: 'DENIED', paid: { minor: '0' },
      adjustments: [{ code: '110', text: expect.stringContaining('Claim once') }],
    });
    clock.set('2026-10-20T10:00:00Z');
    expect((await adjudicated(claimFor(number))).status).toBe('PAID');
    clock.set('2026-10-21T09:00:00Z');
    expect(await care.problems()).toEqual([]);
  });

  it('under a key that was used for another claim is a conflict', async () => {
    const number = await care.session(me.providerId, null);
    const first = claimFor(number);
    await adjudicated(first);
    await expect(claims.submit(me, { ...first, units: 2 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
