import { randomUUID } from 'node:crypto';
import { GIVEN_BACK_DAYS, MOST_BOOKED_A_DAY, MOST_GIVEN_BACK } from '#billing/decide-booking';
import { drawsUnder, MOST_THERAPISTS_A_DAY } from '#matching/daily-view';
import { NOTHING_WITHHELD } from '../../test/setting.ts';
import {
  book, cancel, openCase, openPeriod, openVault, passMidnight, publishSlots, refer,
  registerTherapist, type BookingAnswer, type Issuer, type Vault,
} from '../../test/vault.ts';

const OPENINGS = `query ($providerIds: [ID!]!) {
  openings(providerIds: $providerIds, jurisdiction: "DE") { slot { id startsAt } } }`;
const RULE = '{ case { sessionRule { mostBookedADay mostGivenBack givenBackDays } } }';
const BOOK_FIRST = `mutation ($input: BookSessionInput!) { bookSession(input: $input) {
  __typename ... on NoMatch { code message } ... on SlotTaken { code message } } }`;
const CANCEL_HERS = `mutation ($input: CancelAppointmentInput!) {
  cancelAppointment(input: $input) { __typename } }`;
const TODAY = '2026-11-02T12:00:00Z';
const TOMORROW = '2026-11-03T00:05:00Z';
const TAKEN = { __typename: 'SlotTaken', code: 'SLOT_TAKEN',
  message: 'This time is not free any more: choose another one. Nothing was used.' };
/** Each case is shown eight times of a therapist, of which none is withheld. */
const draws = { ...drawsUnder(new Uint8Array(32).fill(9)),
  withheldFrom: NOTHING_WITHHELD.withheldFrom };

let vault: Vault;
let issuer: Issuer;
beforeAll(async () => {
  vault = await openVault(8, undefined, { draws });
  issuer = await openPeriod(vault, { sessions: 1_000 });
});
afterAll(() => vault.close());
beforeEach(() => vault.clock.set(TODAY));

const therapistWith = async (times: number) => {
  const therapist = await registerTherapist(vault);
  await publishSlots(vault, therapist, Array.from({ length: times }, (_, hour) =>
    new Date(Date.parse('2026-11-10T08:00:00Z') + hour * 3_600_000).toISOString()));
  return therapist;
};
type Therapist = Awaited<ReturnType<typeof therapistWith>>;
const client = async ({ id }: Therapist) => {
  const person = await openCase(vault, issuer);
  const { referral } = await refer(vault, person, { providerId: id });
  return { person, referralId: referral.id, providerId: id };
};
type Client = Awaited<ReturnType<typeof client>>;

const view = async ({ person, providerId }: Client) => (await vault.get<{ slot: { id: string } }[]>(
  OPENINGS, { providerIds: [providerId] }, person.authorization)).map(({ slot }) => slot.id);
const tryOne = (
  { person, referralId }: Client, slotId: string,
  payment: object = { credit: issuer.mint('session') },
): Promise<BookingAnswer> => book(vault, person, { referralId, slotId, payment });
const slotsOf = async ({ id }: Therapist) => (await vault.cluster.query<{ id: string }>('vault',
  'SELECT id FROM slot WHERE provider_id = $1 ORDER BY starts_at', [id])).map((slot) => slot.id);
const kindsOf = (answers: readonly BookingAnswer[]) =>
  Map.groupBy(answers.map(({ __typename }) => __typename), (kind) => kind);

describe('a try', () => {
  it('of a time that her own view does not hold today is answered as for a taken one', async () => {
    const therapist = await therapistWith(24);
    const [one, other] = [await client(therapist), await client(therapist)];
    const shown = await view(one);
    expect(shown).toHaveLength(8);
    const hidden = (await slotsOf(therapist)).filter((id) => !shown.includes(id));
    const credit = issuer.mint('session');
    for (const id of hidden) expect(await tryOne(one, id, { credit })).toEqual(TAKEN);
    // They are free all the same, and what was tried with is good yet.
    const [theirs] = (await view(other)).filter((id) => hidden.includes(id));
    expect((await tryOne(other, theirs!)).__typename).toBe('SessionBooked');
    expect((await tryOne(one, shown[0]!, { credit })).__typename).toBe('SessionBooked');
  });

  it('brings no other time into her view, however many she books of it', async () => {
    const who = await client(await therapistWith(24));
    const before = await view(who);
    for (const [place, id] of before.slice(0, 4).entries()) {
      expect((await tryOne(who, id)).__typename).toBe('SessionBooked');
      expect(await view(who)).toEqual(before.slice(place + 1));
    }
  });

  it('of a therapist beyond the dozen of the day finds none of her times, nor on which days she has '
    + 'some', async () => {
    const all: Therapist[] = [];
    for (let n = 0; n <= MOST_THERAPISTS_A_DAY; n += 1) all.push(await therapistWith(1));
    const person = await openCase(vault, issuer);
    const first = async (therapist: Therapist, days: object = {}) => vault.get<BookingAnswer>(
      BOOK_FIRST, { input: {
        idempotencyKey: randomUUID(), slotId: randomUUID(),
        payment: { credit: issuer.mint('session') },
        referral: { providerId: therapist.id,
          preferences: { languages: ['en'], jurisdiction: 'DE', ...days } } },
      }, person.authorization);
    for (const one of all.slice(0, -1)) expect(await first(one)).toEqual(TAKEN);
    const last = all.at(-1)!;
    const refused = await first(last);
    expect(refused).toMatchObject({ __typename: 'NoMatch' });
    for (const day of ['2026-11-10', '2026-11-11']) {
      expect(await first(last, { from: day, until: day })).toEqual(refused);
    }
    vault.clock.set(TOMORROW);
    expect(await first(last)).toEqual(TAKEN);
  });
});

describe('a time that was booked and given back on one day', () => {
  it('is "taken" for everybody until midnight, its own client\'s view says so, and then it is free',
    async () => {
      const therapist = await therapistWith(4);
      const [booker, watcher] = [await client(therapist), await client(therapist)];
      const [wanted] = await view(booker);
      const { authorisation } = await tryOne(booker, wanted!);
      const before = { view: await view(watcher), tried: await tryOne(watcher, wanted!) };
      await cancel(vault, booker.person, authorisation!.id);
      expect({ view: await view(watcher), tried: await tryOne(watcher, wanted!) }).toEqual(before);
      expect(before).toEqual({ view: await slotsOf(therapist), tried: TAKEN });
      expect(await view(booker)).not.toContain(wanted);
      expect(await tryOne(booker, wanted!)).toEqual(TAKEN);
      vault.clock.set(TOMORROW);
      expect(await view(booker)).toContain(wanted);
      expect((await tryOne(watcher, wanted!)).__typename).toBe('SessionBooked');
    });

  it('is missed by nobody who gave back another time of it before', async () => {
    const therapist = await therapistWith(4);
    const [before, now] = [await client(therapist), await client(therapist)];
    const [wanted] = await view(before);
    const { authorisation } = await tryOne(before, wanted!);
    await cancel(vault, before.person, authorisation!.id);
    vault.clock.set(TOMORROW);
    const seen = await view(before);
    const again = await tryOne(now, wanted!);
    await cancel(vault, now.person, again.authorisation!.id);
    expect(seen).toContain(wanted);
    expect(await view(before)).toEqual(seen);
  });
});

describe('a session that is booked and given back again and again', () => {
  /** Book and give back, so many times, with the one session that comes back. */
  const goRound = async (who: Client, times: number) => {
    let payment: object = { credit: issuer.mint('session') };
    for (let time = 0; time < times; time += 1) {
      await passMidnight(vault);
      const { authorisation } = await tryOne(who, (await view(who))[0]!, payment);
      const { returnedSessionId } = await cancel(vault, who.person, authorisation!.id);
      payment = { returnedSessionId };
    }
    await passMidnight(vault);
    return payment;
  };

  it('ends at a limit that is the same for all and is told before, and the day on which it ends',
    async () => {
      const who = await client(await therapistWith(10));
      const { sessionRule } = await vault.get<{ sessionRule: object }>(
        RULE, {}, who.person.authorization);
      expect(sessionRule).toEqual({ mostBookedADay: MOST_BOOKED_A_DAY,
        mostGivenBack: MOST_GIVEN_BACK, givenBackDays: GIVEN_BACK_DAYS });
      const payment = await goRound(who, MOST_GIVEN_BACK);
      const [free] = await view(who);
      for (const slotId of [free!, randomUUID()]) {
        expect(await tryOne(who, slotId, payment)).toEqual({
          __typename: 'BookedTooOften', code: 'GIVEN_BACK_TOO_OFTEN', again: '2026-12-02',
          message: '8 sessions were given back within 30 days: from 2026-12-02 on you can book '
            + 'again. Nothing was used.' });
      }
      vault.clock.set('2026-12-01T23:00:00Z');
      expect((await tryOne(who, free!, payment)).__typename).toBe('BookedTooOften');
      vault.clock.set('2026-12-02T00:05:00Z');
      // Nothing was used. It is another month, and the time of then is over.
      expect((await tryOne(who, free!, payment)).__typename).toBe('SlotTaken');
    });

  it('is no concern of another case, nor of who gave back less often', async () => {
    const therapist = await therapistWith(10);
    await goRound(await client(therapist), MOST_GIVEN_BACK);
    const other = await client(therapist);
    const payment = await goRound(other, MOST_GIVEN_BACK - 1);
    expect((await tryOne(other, (await view(other))[0]!, payment)).__typename)
      .toBe('SessionBooked');
  });

  it('is counted where the client gave it back, and not where her therapist did', async () => {
    const therapist = await therapistWith(10);
    const who = await client(therapist);
    for (let time = 0; time <= MOST_GIVEN_BACK; time += 1) {
      await passMidnight(vault);
      const { __typename, authorisation } = await tryOne(who, (await view(who))[0]!);
      expect(__typename).toBe('SessionBooked');
      await vault.get(CANCEL_HERS, { input: {
        idempotencyKey: randomUUID(), authorisationId: authorisation!.id } },
      therapist.authorization);
    }
  });
});

describe('sessions that a case books on one day', () => {
  it('are eight, however many it asks for at once; it can go on tomorrow', async () => {
    const therapists = [await therapistWith(8), await therapistWith(8)] as const;
    const [one, two] = [await client(therapists[0]), await client(therapists[1])];
    const same = { ...two, person: one.person,
      referralId: (await refer(vault, one.person, { providerId: two.providerId })).referral.id };
    const wanted = [
      ...(await view(one)).map((id) => [one, id] as const),
      ...(await view(same)).map((id) => [same, id] as const)];
    const answers = await Promise.all(wanted.map(([who, id]) => tryOne(who, id)));
    expect(kindsOf(answers).get('SessionBooked')).toHaveLength(MOST_BOOKED_A_DAY);
    expect(kindsOf(answers).get('BookedTooOften')).toHaveLength(16 - MOST_BOOKED_A_DAY);
    expect(answers.find(({ __typename }) => __typename === 'BookedTooOften')).toMatchObject({
      code: 'BOOKED_TOO_OFTEN', again: '2026-11-03' });
    vault.clock.set(TOMORROW);
    const [free] = await view(same).then(async (ids) => ids.length > 0 ? ids : view(one));
    expect([await tryOne(same, free!), await tryOne(one, free!)]
      .some(({ __typename }) => __typename === 'SessionBooked')).toBe(true);
  });

  it('count also where they were given back since, and are nobody else\'s', async () => {
    const therapist = await therapistWith(12);
    const [who, other] = [await client(therapist), await client(therapist)];
    const shown = await view(who);
    for (const id of shown) {
      const { authorisation } = await tryOne(who, id);
      if (id === shown[0]) await cancel(vault, who.person, authorisation!.id);
    }
    expect(await tryOne(who, randomUUID())).toMatchObject({ code: 'BOOKED_TOO_OFTEN' });
    const free = await Promise.all((await view(other))
      .filter((id) => !shown.includes(id)).map((id) => tryOne(other, id)));
    expect(free.every(({ __typename }) => __typename === 'SessionBooked')).toBe(true);
  });
});

it('that was refused stays refused: whoever carries it books nothing by sending it again', async () => {
  const therapist = await therapistWith(1);
  const [one, other] = [await client(therapist), await client(therapist)];
  const slotId = (await slotsOf(therapist))[0]!;
  const taken = await tryOne(other, slotId);
  const payment = { credit: issuer.mint('session') };
  const again = { referralId: one.referralId, slotId, payment, idempotencyKey: randomUUID() };
  expect(await book(vault, one.person, again)).toMatchObject(TAKEN);
  await cancel(vault, other.person, taken.authorisation!.id);
  vault.clock.set(TOMORROW);
  expect(await book(vault, one.person, again)).toMatchObject(TAKEN);
  expect(await book(vault, one.person, { ...again, idempotencyKey: randomUUID() }))
    .toMatchObject({ __typename: 'SessionBooked' });
});

it('whose referral was closed stays refused too, though she asks the same therapist again', async () => {
  const one = await client(await therapistWith(1));
  const [slotId] = await view(one);
  const close = (status: string) => vault.cluster.query('vault',
    'UPDATE referral SET status = $2 WHERE id = $1', [one.referralId, status]);
  await close('closed');
  const again = { referralId: one.referralId, slotId: slotId!,
    payment: { credit: issuer.mint('session') }, idempotencyKey: randomUUID() };
  await expect(book(vault, one.person, again)).rejects.toThrow('NOT_FOUND');
  await close('open');
  await expect(book(vault, one.person, again)).rejects.toThrow('NOT_FOUND');
  expect(await book(vault, one.person, { ...again, idempotencyKey: randomUUID() }))
    .toMatchObject({ __typename: 'SessionBooked' });
});
