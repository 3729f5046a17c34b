import { randomUUID } from 'node:crypto';
import { decodeCredit, printCredit } from '#pseudonym/credit';
import { fromBase64Url } from '#pseudonym/bytes';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type BookingAnswer, type Issuer, type Vault,
} from '../../test/vault.ts';

const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  __typename ... on BearerRedeemed { authorisation { id number status serviceDate startsAt } }
  ... on CreditNotUsable { code message } } }`;

const CORRECT = `mutation ($input: CorrectBearerSessionInput!) { correctBearerSession(input: $input) {
  __typename ... on BearerCorrected { authorisation { id serviceDate modality minutes status } }
  ... on BearerSettled { code } } }`;
const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  __typename ... on ClaimAdjudicated { claim { id serviceDate } } } }`;
const TAKE_BACK = `mutation ($input: TakeBackClaimInput!) { takeBackClaim(input: $input) {
  __typename } }`;

describe('a bearer credit', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; authorization: string };
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault);
  });
  afterAll(() => vault.close());

  const redeem = (credit: string, more: object = {}) => vault.get<BookingAnswer>(REDEEM, {
    input: {
      idempotencyKey: randomUUID(), credit, serviceDate: '2026-11-02', modality: 'VIDEO', ...more,
    },
  }, therapist.authorization);

  it('is redeemed by the therapist to whom it was handed, as it was printed', async () => {
    const reading = decodeCredit(fromBase64Url(issuer.mint('session'))!);
    if (reading.kind !== 'credit') throw new Error(reading.reason);
    const typed = printCredit(reading.credit).toLowerCase().replaceAll('-', ' ');
    const redeemed = await redeem(typed);
    expect(redeemed).toMatchObject({
      __typename: 'BearerRedeemed',
      authorisation: { status: 'held', serviceDate: '2026-11-02', startsAt: null },
    });
    expect(await vault.row(`SELECT bearer, referral_id, slot_id, minutes FROM authorisation
      WHERE id = $1`, [redeemed.authorisation?.id]))
      .toEqual({ bearer: true, referral_id: null, slot_id: null, minutes: 50 });
    expect((await redeem(typed)).__typename).toBe('CreditNotUsable');
  });

  it('is redeemed once, by whomever and as often as it comes at once', async () => {
    const credit = issuer.mint('session');
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(credit)));
    expect(answers.filter((answer) => answer.__typename === 'BearerRedeemed')).toHaveLength(1);
  });

  it('and a booking never both have one credit', async () => {
    const person = await openCase(vault, issuer);
    await publishSlots(vault, therapist, Array.from({ length: 8 }, (_, index) =>
      `2026-11-1${index + 1}T09:00:00Z`));
    const { referral } = await refer(vault, person);
    for (const slot of await openSlots(vault, person, referral.id)) {
      const credit = issuer.mint('session');
      const payment = { credit };
      const [booked, redeemed] = await Promise.all([
        book(vault, person, { referralId: referral.id, slotId: slot.id, payment }), redeem(credit),
      ]);
      expect([booked.__typename, redeemed.__typename].filter((kind) => kind === 'CreditNotUsable'))
        .toHaveLength(1);
    }
  });

  it('typed wrongly says which group to look at, and nothing was spent', async () => {
    const reading = decodeCredit(fromBase64Url(issuer.mint('session'))!);
    if (reading.kind !== 'credit') throw new Error(reading.reason);
    const groups = printCredit(reading.credit).split('-');
    const wrong = groups.with(7, `${groups[7]![0] === 'A' ? 'B' : 'A'}${groups[7]!.slice(1)}`);
    await expect(redeem(wrong.join('-'))).rejects.toThrow(/BAD_USER_INPUT: .* group 7\./);
    expect((await redeem(groups.join('-'))).__typename).toBe('BearerRedeemed');
  });

  it('redeemed with a slip is corrected until its session is claimed, and again once taken back',
    async () => {
      const { authorisation } = await redeem(issuer.mint('session'), { serviceDate: '2026-12-20' });
      const said = { authorisationId: authorisation!.id, serviceDate: '2026-11-01',
        modality: 'PHONE', minutes: 45 };
      const correct = (more: object = {}, key = randomUUID(), who = therapist.authorization) =>
        vault.get<BookingAnswer & { code?: string }>(CORRECT,
          { input: { idempotencyKey: key, ...said, ...more } }, who);
      const key = randomUUID();
      const answers = await Promise.all([correct({}, key), correct({}, key)]);
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[0]).toEqual({ __typename: 'BearerCorrected', authorisation: {
        id: authorisation!.id, serviceDate: '2026-11-01', modality: 'PHONE', minutes: 45,
        status: 'held' } });
      for (const serviceDate of ['2026-09-30', '2027-10-01', '2026-02-30']) {
        await expect(correct({ serviceDate })).rejects.toThrow('BAD_USER_INPUT');
      }
      for (const minutes of [0, 14, 181]) {
        await expect(correct({ minutes })).rejects.toThrow('BAD_USER_INPUT');
      }
      const stranger = await registerTherapist(vault);
      await expect(correct({}, randomUUID(), stranger.authorization)).rejects.toThrow('NOT_FOUND');
      const { claim } = await vault.get<{ claim: { id: string; serviceDate: string } }>(CONFIRM,
        { input: { idempotencyKey: randomUUID(), authorisationId: authorisation!.id } },
        therapist.authorization);
      expect(claim.serviceDate).toBe('2026-11-01');
      expect(await correct({ serviceDate: '2026-11-02' }))
        .toEqual({ __typename: 'BearerSettled', code: 'BEARER_SETTLED' });
      await vault.get(TAKE_BACK,
        { input: { idempotencyKey: randomUUID(), claimId: claim.id } }, therapist.authorization);
      expect((await correct({ serviceDate: '2026-11-02' })).__typename).toBe('BearerCorrected');
    });

  it('alone is corrected: what a client booked stays as it was agreed, whoever asks', async () => {
    const person = await openCase(vault, issuer);
    await publishSlots(vault, therapist, ['2026-11-25T09:00:00Z']);
    const { referral } = await refer(vault, person);
    const [slot] = await openSlots(vault, person, referral.id);
    const { authorisation } = await book(vault, person,
      { referralId: referral.id, slotId: slot!.id, payment: { credit: issuer.mint('session') } });
    await expect(vault.get(CORRECT, { input: { idempotencyKey: randomUUID(),
      authorisationId: authorisation!.id, serviceDate: '2026-11-20', modality: 'VIDEO',
      minutes: 50 } }, therapist.authorization)).rejects.toThrow('NOT_FOUND');
    // Not even the owner of the tables by hand.
    await expect(vault.cluster.query('vault',
      'UPDATE authorisation SET service_on = service_on + 1 WHERE id = $1', [authorisation!.id]))
      .rejects.toThrow('what is finished is not undone');
  });

  it('pays for a session of its own period only', async () => {
    const credit = issuer.mint('session');
    for (const serviceDate of ['2026-09-30', '2027-10-01', '2026-02-30', 'yesterday']) {
      await expect(redeem(credit, { serviceDate })).rejects.toThrow('BAD_USER_INPUT');
    }
  });

  it.each([
    // Its days begin on 1 October.
    ['Pacific/Auckland', '2026-09-30T11:00:00Z', '2026-10-01', true],
    ['America/New_York', '2026-10-01T04:00:00Z', '2026-10-01', true],
    // The paper says: until 30 September.
    ['America/New_York', '2027-10-01T03:30:00Z', '2027-09-30', true],
    ['America/New_York', '2027-10-01T04:00:00Z', '2027-10-01', false],
    ['Pacific/Honolulu', '2027-10-01T09:59:00Z', '2027-09-30', true],
    ['Pacific/Honolulu', '2027-10-01T10:00:00Z', '2027-10-01', false],
    ['Pacific/Auckland', '2027-09-30T10:59:00Z', '2027-09-30', true],
    ['Pacific/Auckland', '2027-09-30T11:30:00Z', '2027-10-01', false],
    ['Pacific/Kiritimati', '2027-09-30T10:30:00Z', '2027-10-01', false],
    ['Asia/Kathmandu', '2027-09-30T18:14:00Z', '2027-09-30', true],
    ['Asia/Kathmandu', '2027-09-30T18:15:00Z', '2027-10-01', false],
    ['Europe/Berlin', '2027-09-30T21:59:00Z', '2027-09-30', true],
    ['Europe/Berlin', '2027-09-30T22:00:00Z', '2027-10-01', false],
    ['UTC', '2027-09-30T23:59:00Z', '2027-09-30', true],
    ['UTC', '2027-10-01T00:00:00Z', '2027-10-01', false],
  ])('is good by the days of the place where it is used: %s at %s', async (zone, now, day, good) => {
    const before = vault.clock.now();
    vault.clock.set(now);
    try {
      const { authorization: session } = await registerTherapist(vault, { timeZone: zone });
      const input = {
        idempotencyKey: randomUUID(), credit: issuer.mint('session'), serviceDate: day,
        modality: 'VIDEO' };
      const answer = await vault.get<BookingAnswer>(REDEEM, { input }, session);
      expect(answer.__typename).toBe(good ? 'BearerRedeemed' : 'CreditNotUsable');
      // The day on the other side of that midnight is one of another year there.
      const other = { '2027-09-30': '2027-10-01', '2027-10-01': '2027-09-30' }[day] ?? '2026-09-30';
      const moved = vault.get<BookingAnswer>(REDEEM, { input: { ...input,
        credit: issuer.mint('session'), idempotencyKey: randomUUID(), serviceDate: other } },
      session);
      if (good) await expect(moved).rejects.toThrow('not a day that this credit pays for');
      else expect((await moved).__typename).toBe('CreditNotUsable');
    } finally {
      vault.clock.set(before.toISOString());
    }
  });
});
