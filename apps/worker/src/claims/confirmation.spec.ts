import { randomUUID } from 'node:crypto';
import type { Database } from '#platform/database';
import type { ProviderCaller } from '../auth/caller.ts';
import type { Idempotency } from '../foundation/idempotency.store.ts';
import type { ClaimRequest, ClaimsService } from './claims.service.ts';
import type { ClaimsStore } from './claims.store.ts';
import { ConfirmationService } from './confirmation.service.ts';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';

const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  __typename
  ... on ClaimAdjudicated { claim { id status handle serviceDate serviceCode billed { minor }
    paid { minor } fix { kind } } }
  ... on AuthorisationNotFound { code } ... on SessionNotBegun { code } } }`;
const PAYOUTS = '{ payouts { id } }';
const FILE = `query ($id: ID!, $format: RemittanceFormat!, $language: String!) {
  remittanceFile(payoutId: $id, format: $format, language: $language) { name mediaType content } }`;

interface Confirmed { __typename: string; claim?: Record<string, unknown> }
interface File { name: string; mediaType: string; content: string }

describe('a confirmed session', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; authorization: string };
  let session: { id: string; handle: string; number: string };
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault, { name: 'Dr Zoë Quist' });
    await publishSlots(vault, therapist, ['2026-11-02T20:00:00Z']);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const [slot] = await openSlots(vault, person, referral.id);
    const { authorisation } = await book(vault, person, { referralId: referral.id, slotId: slot!.id,
      payment: { credit: issuer.mint('session') } });
    session = { ...authorisation!, handle: referral.handle };
  });
  afterAll(() => vault.close());

  const confirm = (key: string = randomUUID(), who = therapist) => vault.get<Confirmed>(CONFIRM,
    { input: { idempotencyKey: key, authorisationId: session.id } }, who.authorization);
  const file = async (format: string, language: string) => {
    const [payout] = await vault.get<{ id: string }[]>(PAYOUTS, {}, therapist.authorization);
    return vault.get<File>(FILE, { id: payout!.id, format, language }, therapist.authorization);
  };

  it('is refused before it has begun, and to everybody else', async () => {
    expect((await confirm()).__typename).toBe('SessionNotBegun');
    const other = await registerTherapist(vault);
    expect((await confirm(randomUUID(), other)).__typename).toBe('AuthorisationNotFound');
  });

  it('is claimed at its agreed fee, once for a key, and a second claim says it was paid', async () => {
    vault.clock.set('2026-11-02T20:50:00Z');
    const key = randomUUID();
    const first = await confirm(key);
    expect(first).toEqual({ __typename: 'ClaimAdjudicated', claim: {
      id: expect.any(String), status: 'PAID', handle: session.handle, serviceDate: '2026-11-02',
      serviceCode: '90834', billed: { minor: '9500' }, paid: { minor: '8550' }, fix: null } });
    expect(await confirm(key)).toEqual(first);
    expect((await confirm()).claim).toMatchObject({ status: 'DENIED', fix: null });
  });

  it('is on the remittance advice, as CSV and as PDF, in two languages', async () => {
    await vault.get('mutation ($key: ID!) { runPayouts(idempotencyKey: $key) { count } }',
      { key: randomUUID() }, vault.operator);
    const csv = await file('CSV', 'es');
    expect(csv).toMatchObject({ name: 'remittance-2026-11-02.csv', mediaType: 'text/csv;charset=utf-8' });
    const rows = Buffer.from(csv.content, 'base64').toString('utf8').split('\r\n');
    expect(rows[0]).toContain('Fecha de pago,Pago,Sesión,Cliente');
    expect(rows[1]).toContain(`2026-11-02,${session.handle},${session.number},90834,95.00,,85.50,EUR`);
    const pdf = await file('PDF', 'en');
    const bytes = Buffer.from(pdf.content, 'base64');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.length).toBeLessThan(24_000);
    expect(pdf.mediaType).toBe('application/pdf');
  });

  it('is on nobody else\'s advice', async () => {
    const [payout] = await vault.get<{ id: string }[]>(PAYOUTS, {}, therapist.authorization);
    const other = await registerTherapist(vault);
    await expect(vault.get(FILE, { id: payout!.id, format: 'CSV', language: 'en' },
      other.authorization)).rejects.toThrow('NOT_FOUND');
  });
});

describe('a session that was booked for a day and no hour', () => {
  /** What confirming one of 2026-11-02 comes to, at an instant and a place. */
  async function confirmed(now: string, timeZone: string, minutes = 50) {
    const claims: ClaimRequest[] = [];
    const session = { number: 'A-1', serviceOn: '2026-11-02', startsAt: null, minutes,
      modality: 'VIDEO', feeCapMinor: '9500', currency: 'EUR' };
    const service = new ConfirmationService(
      { now: () => new Date(now) },
      { transaction: (_: string, work: (tx: object) => unknown) => work({}) } as unknown as
        Database,
      { once: (...[, , , , work]: Parameters<Idempotency['once']>) => work() } as Idempotency,
      { adjudicate: (_: unknown, __: unknown, claim: ClaimRequest) => claims.push(claim) } as
        unknown as ClaimsService,
      { delivered: () => Promise.resolve(session) } as unknown as ClaimsStore,
    );
    const me = { kind: 'provider', providerId: 't1', timeZone, tokenHash: new Uint8Array() } as
      ProviderCaller;
    await service.confirm(me, { idempotencyKey: 'k', authorisationId: 'a', serviceCode: null });
    return claims.map(({ serviceCode }) => serviceCode);
  }

  it.each([
    ['2026-11-01T22:59:00Z', 'Europe/Berlin', false],
    ['2026-11-01T23:00:00Z', 'Europe/Berlin', true],
    ['2026-11-02T02:59:00Z', 'America/Sao_Paulo', false],
    ['2026-11-02T03:00:00Z', 'America/Sao_Paulo', true],
    ['2026-11-01T10:59:00Z', 'Pacific/Auckland', false],
    ['2026-11-01T11:00:00Z', 'Pacific/Auckland', true], ['2026-11-20T00:00:00Z', 'UTC', true],
  ])('at %s in %s has begun: %s', async (now, timeZone, has) => {
    expect(await confirmed(now, timeZone)).toHaveLength(has ? 1 : 0);
  });

  it.each([[52, '90834'], [53, '90837'], [90, '90837']])(
    'of %d minutes is claimed as %s', async (minutes, code) => {
      expect(await confirmed('2026-11-02T12:00:00Z', 'UTC', minutes)).toEqual([code]);
    });
});
