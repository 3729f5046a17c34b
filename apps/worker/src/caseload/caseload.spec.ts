import { randomUUID } from 'node:crypto';
import {
  book, cancel, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';

const ANSWER = `mutation ($input: AnswerReferralInput!) { answerReferral(input: $input) { __typename
  ... on ReferralAnswered { returnedSessions referral { status accepted } }
  ... on ReferralSettled { code } } }`;
const CANCEL = `mutation ($input: CancelAppointmentInput!) { cancelAppointment(input: $input) {
  __typename ... on AppointmentBegun { code } } }`;
const CASE = `{ case { referrals { id status accepted provider { id } }
  authorisations { id status cancelledByClient } returnedSessions { id used } } }`;

interface Seen {
  referrals: { id: string; status: string; accepted: boolean; provider: { id: string } }[];
  authorisations: { id: string; status: string; cancelledByClient: boolean }[];
  returnedSessions: { id: string; used: boolean }[];
}
type Somebody = { id: string; authorization: string };

describe('a therapist who is referred somebody', () => {
  let vault: Vault;
  let issuer: Issuer;
  let one: Somebody;
  let two: Somebody;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
    [one, two] = [await registerTherapist(vault), await registerTherapist(vault)];
    for (const therapist of [one, two]) {
      await publishSlots(vault, therapist, ['2026-11-10T09:00:00Z', '2026-11-11T09:00:00Z']);
    }
  });
  afterAll(() => vault.close());

  const answer = (therapist: Somebody, referralId: string, said: string, key = randomUUID()) =>
    vault.get<{ __typename: string; returnedSessions?: number }>(ANSWER,
      { input: { idempotencyKey: key, referralId, answer: said } }, therapist.authorization);
  const bookFirst = async (person: { authorization: string }, referralId: string) => {
    const [slot] = await openSlots(vault, person, referralId);
    return book(vault, person,
      { referralId, slotId: slot!.id, payment: { credit: issuer.mint('session') } });
  };

  it('accepts, and the client sees it', async () => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: one.id });
    const key = randomUUID();
    const first = await answer(one, referral.id, 'ACCEPT', key);
    expect(first).toMatchObject({
      __typename: 'ReferralAnswered', referral: { status: 'open', accepted: true } });
    expect(await answer(one, referral.id, 'ACCEPT', key)).toEqual(first);
    expect((await vault.get<Seen>(CASE, {}, person.authorization)).referrals[0])
      .toMatchObject({ status: 'open', accepted: true });
  });

  it('declines: the sessions and the money go back, and the client is free to ask another', async () => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: one.id });
    await bookFirst(person, referral.id);
    expect(await answer(one, referral.id, 'DECLINE')).toMatchObject({ returnedSessions: 1 });
    const seen = await vault.get<Seen>(CASE, {}, person.authorization);
    expect(seen.referrals[0]).toMatchObject({ status: 'declined' });
    expect(seen.authorisations).toMatchObject([{ status: 'cancelled' }]);
    expect(await openSlots(vault, person, referral.id)).toEqual([]);
    // The true reason, and never one that another time would mend.
    expect(await refer(vault, person, { providerId: one.id })).toMatchObject(
      { __typename: 'NoMatch', code: 'DECLINED' });
    const next = await refer(vault, person);
    expect(next.referral.provider.id).toBe(two.id);
    const [slot] = await openSlots(vault, person, next.referral.id);
    const again = await book(vault, person, { referralId: next.referral.id, slotId: slot!.id,
      payment: { returnedSessionId: seen.returnedSessions[0]!.id } });
    expect(again.__typename).toBe('SessionBooked');
    expect((await answer(one, referral.id, 'ACCEPT')).__typename).toBe('ReferralSettled');
    expect(await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  it('never has a session of whom she declined at the same moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      const person = await openCase(vault, issuer);
      const { referral } = await refer(vault, person, { providerId: one.id });
      await Promise.allSettled([bookFirst(person, referral.id), answer(one, referral.id, 'DECLINE')]);
      expect(await vault.row(`SELECT count(*)::integer AS n FROM authorisation
        WHERE referral_id = $1 AND status = 'held'`, [referral.id])).toEqual({ n: 0 });
    }
  });

  it('is not taken for who cancelled what its client did', async () => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: one.id });
    const { authorisation } = await bookFirst(person, referral.id);
    await cancel(vault, person, authorisation!.id);
    const told = async () => (await vault.get<Seen>(CASE, {}, person.authorization)).authorisations
      .map(({ id, cancelledByClient }) => [id === authorisation!.id, cancelledByClient]);
    expect(await told()).toEqual([[true, true]]);
    await bookFirst(person, referral.id);
    await answer(one, referral.id, 'DECLINE');
    expect((await told()).sort()).toEqual([[false, false], [true, true]]);
  });

  it('answers for her own clients alone', async () => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: one.id });
    await expect(answer(two, referral.id, 'DECLINE')).rejects.toThrow('NOT_FOUND');
  });

  it('cancels an appointment: the session returns on any notice, and nobody books that time', async () => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: one.id });
    const { authorisation } = await bookFirst(person, referral.id);
    const open = await openSlots(vault, person, referral.id);
    const cancel = (who: Somebody) => vault.get<{ __typename: string }>(CANCEL,
      { input: { idempotencyKey: randomUUID(), authorisationId: authorisation!.id } },
      who.authorization);
    await expect(cancel(two)).rejects.toThrow('NOT_FOUND');
    expect((await cancel(one)).__typename).toBe('AppointmentCancelled');
    expect((await cancel(one)).__typename).toBe('AppointmentBegun');
    expect(await openSlots(vault, person, referral.id)).toEqual(open);
    const seen = await vault.get<Seen>(CASE, {}, person.authorization);
    expect(seen.returnedSessions).toMatchObject([{ used: false }]);
  });
});
