import type { Database } from '#platform/database';
import type { ProviderCaller } from '../access/caller.ts';
import type { Idempotency } from '../foundation/idempotency.store.ts';
import type { ClaimRequest, ClaimsService } from './claims.service.ts';
import type { ClaimsStore } from './claims.store.ts';
import { ConfirmationService } from './confirmation.service.ts';

const SESSION = { number: 'A-1', serviceOn: '2026-11-02', startsAt: null as Date | null, minutes: 50,
  modality: 'VIDEO', feeCapMinor: '9500', currency: 'EUR' };
const REQUEST = { idempotencyKey: 'k', authorisationId: 'a1', serviceCode: null as string | null };

/** What confirming a therapist's session comes to, at an instant and a place. */
async function confirming(
  now: string, change: Partial<typeof SESSION> = {}, request = REQUEST, timeZone = 'UTC',
) {
  const claims: ClaimRequest[] = [];
  const once: unknown[][] = [];
  const service = new ConfirmationService(
    { now: () => new Date(now) },
    { transaction: (_: string, work: (tx: object) => unknown) => work({}) } as unknown as Database,
    { once: async (...[, scope, key, hash, work, isKept]: Parameters<Idempotency['once']>) => {
      const result = await work();
      once.push([scope, key, hash.toString(), isKept?.(result)]);
      return result;
    } } as unknown as Idempotency,
    { adjudicate: (_: unknown, { providerId }: ProviderCaller, claim: ClaimRequest) => {
      claims.push(claim);
      return Promise.resolve({ kind: 'claim-adjudicated', of: providerId });
    } } as unknown as ClaimsService,
    { delivered: (_: unknown, id: string, provider: string) => Promise.resolve(
      id === 'a1' && provider === 't1' ? { ...SESSION, ...change } : undefined) } as unknown as
      ClaimsStore,
  );
  const me = { kind: 'provider', providerId: 't1', timeZone, hasFactor: true, tokenHash: new Uint8Array() } as
    ProviderCaller;
  const verdict = await service.confirm(me, request);
  return { verdict, claims, once };
}
const LATER = '2026-11-02T12:00:00Z';

describe('a session that is confirmed', () => {
  it('is claimed as it was booked, at its agreed fee, once for a key', async () => {
    const { verdict, claims, once } = await confirming(LATER);
    expect(verdict).toEqual({ kind: 'claim-adjudicated', of: 't1' });
    expect(claims).toEqual([{
      idempotencyKey: 'k', authorisationNumber: 'A-1', serviceDate: '2026-11-02', units: 1,
      modality: 'VIDEO', serviceCode: '90834', fee: { minor: '9500', currency: 'EUR' },
    }]);
    expect(once).toEqual([['confirm:t1', 'k', expect.any(String), true]]);
    // Another session under the same key is another request.
    const [[, , other]] = (await confirming(LATER, {}, { ...REQUEST, authorisationId: 'a2' })).once as
      [unknown[]];
    expect(other).not.toBe(once[0]![2]);
  });

  it.each([[52, null, '90834'], [53, null, '90837'], [90, null, '90837'], [90, '90791', '90791']])(
    'of %d minutes, said to be %s, is claimed as %s', async (minutes, serviceCode, code) => {
      const { claims } = await confirming(LATER, { minutes }, { ...REQUEST, serviceCode });
      expect(claims).toMatchObject([{ serviceCode: code }]);
    });

  it('is somebody\'s own: another is not found, and that is not remembered', async () => {
    const { verdict, claims, once } = await confirming(LATER, {}, { ...REQUEST, authorisationId: 'x' });
    expect(verdict).toMatchObject({ kind: 'authorisation-not-found' });
    expect([claims, once[0]![3]]).toEqual([[], false]);
  });

  it.each([
    ['2026-11-02T08:59:59Z', false], ['2026-11-02T09:00:00Z', true], ['2026-11-03T00:00:00Z', true],
  ])('at an hour has begun at %s: %s', async (now, has) => {
    const { verdict, once } = await confirming(now, { startsAt: new Date('2026-11-02T09:00:00Z') });
    expect(verdict.kind).toBe(has ? 'claim-adjudicated' : 'session-not-begun');
    expect(once[0]![3]).toBe(has);
  });

  it.each([
    ['2026-11-01T22:59:00Z', 'Europe/Berlin', false],
    ['2026-11-01T23:00:00Z', 'Europe/Berlin', true],
    ['2026-11-02T02:59:00Z', 'America/Sao_Paulo', false],
    ['2026-11-02T03:00:00Z', 'America/Sao_Paulo', true],
    ['2026-11-01T10:59:00Z', 'Pacific/Auckland', false],
    ['2026-11-01T11:00:00Z', 'Pacific/Auckland', true], ['2026-11-20T00:00:00Z', 'UTC', true],
  ])('of a day and no hour, at %s in %s, has begun: %s', async (now, timeZone, has) => {
    expect((await confirming(now, {}, REQUEST, timeZone)).claims).toHaveLength(has ? 1 : 0);
  });
});
