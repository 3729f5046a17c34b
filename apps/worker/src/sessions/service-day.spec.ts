import { randomUUID } from 'node:crypto';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';

const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  __typename ... on ClaimAdjudicated { claim { status serviceDate } } } }`;
const RECORD = `mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) {
  __typename ... on OutcomeRecorded { claim { status serviceDate } } } }`;
const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  __typename ... on BearerRedeemed { authorisation { id } } } }`;

const DAY = '2026-11-10';
const NEXT = '2026-11-11';
const ZONES = [
  ['Pacific/Kiritimati', '+14:00'], ['Pacific/Auckland', '+13:00'], ['Asia/Kathmandu', '+05:45'],
  ['Europe/Berlin', '+01:00'], ['Atlantic/Reykjavik', '+00:00'], ['America/New_York', '-05:00'],
  ['Pacific/Marquesas', '-09:30'], ['Pacific/Pago_Pago', '-11:00'],
] as const;

describe('the day of a session', () => {
  let vault: Vault;
  let issuer: Issuer;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
  });
  afterAll(() => vault.close());
  beforeEach(() => { vault.clock.set('2026-11-02T12:00:00Z'); });

  const therapistOf = async (timeZone: string) => {
    const therapist = await registerTherapist(vault, { timeZone });
    await vault.row(`UPDATE provider_session SET expires_at = '2027-06-01', used_at = '2027-06-01'`);
    return therapist;
  };
  const say = (query: string, authorization: string, more: object) =>
    vault.get<{ __typename: string; claim?: { status: string; serviceDate: string } }>(
      query, { input: { idempotencyKey: randomUUID(), ...more } }, authorization);

  it.each(ZONES)('is her own in %s, beside each midnight: booked, claimed, missed', async (zone, off) => {
    const therapist = await therapistOf(zone);
    const at = (time: string) => new Date(`${DAY}T${time}:00${off}`).toISOString();
    await publishSlots(vault, therapist, ['00:05', '01:05', '22:05', '23:05'].map(at));
    const person = await openCase(vault, issuer);
    const { referral: { id: referralId } } = await refer(
      vault, person, { providerId: therapist.id });
    const kept: [string, string][] = [];
    for (const { id, startsAt } of await openSlots(vault, person, referralId)) {
      const { authorisation } = await book(vault, person, { referralId, slotId: id,
        payment: { credit: issuer.mint('session') } });
      expect(authorisation?.serviceDate).toBe(DAY);
      kept.push([authorisation!.id, startsAt]);
    }
    expect(kept).toHaveLength(4);
    for (const [place, [authorisationId, startsAt]] of kept.entries()) {
      vault.clock.set(startsAt);
      const said = await (place % 2 === 0
        ? say(CONFIRM, therapist.authorization, { authorisationId })
        : say(RECORD, therapist.authorization, { authorisationId, outcome: 'NO_SHOW' }));
      expect(said.claim).toEqual({ status: 'PAID', serviceDate: DAY });
    }
  });

  it.each(ZONES)('of a credit that was brought begins at her midnight in %s', async (zone, off) => {
    const therapist = await therapistOf(zone);
    const { authorisation } = await say(REDEEM, therapist.authorization, {
      credit: issuer.mint('session'), serviceDate: NEXT, modality: 'VIDEO', minutes: 50,
    }) as unknown as { authorisation: { id: string } };
    const confirm = () =>
      say(CONFIRM, therapist.authorization, { authorisationId: authorisation.id });
    vault.clock.set(new Date(Date.parse(`${NEXT}T00:00:00${off}`) - 1_000).toISOString());
    expect((await confirm()).__typename).toBe('SessionNotBegun');
    vault.clock.set(new Date(`${NEXT}T00:00:00${off}`).toISOString());
    expect((await confirm()).claim).toEqual({ status: 'PAID', serviceDate: NEXT });
  });
});
