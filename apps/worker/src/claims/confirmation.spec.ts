import { randomUUID } from 'node:crypto';
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
  let client: { authorization: string };
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault, { name: 'Dr Zoë Quist' });
    await vault.row(`UPDATE provider_session SET used_at = '2027-06-01'`);
    await publishSlots(vault, therapist, ['2026-11-02T20:00:00Z']);
    const person = client = await openCase(vault, issuer);
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
    vault.clock.set('2026-11-02T20:00:00Z');
    const key = randomUUID();
    const first = await confirm(key);
    expect(first).toEqual({ __typename: 'ClaimAdjudicated', claim: {
      id: expect.any(String), status: 'PAID', handle: session.handle, serviceDate: '2026-11-02',
      serviceCode: '90834', billed: { minor: '9500' }, paid: { minor: '8550' }, fix: null } });
    expect(await confirm(key)).toEqual(first);
    expect((await confirm()).claim).toMatchObject({ status: 'DENIED', fix: null });
  });

  it('keeps its place to meet for its client until it ends, and no longer', async () => {
    const links = async () => (await vault.get<{ meetings: { videoLink: string }[] }>(
      '{ case { meetings { videoLink } } }', {}, client.authorization)).meetings.length;
    vault.clock.set('2026-11-02T20:49:59Z');
    expect(await links()).toBe(1);
    vault.clock.set('2026-11-02T20:50:00Z');
    expect(await links()).toBe(0);
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
