import { randomBytes } from 'node:crypto';
import type { DrawnTime } from '#matching/daily-view';
import {
  book, cancel, openCase, openPeriod, openVault, passMidnight, publishSlots, refer,
  registerTherapist, type BookingAnswer, type Issuer, type Vault,
} from '../../test/vault.ts';
import { NOTHING_WITHHELD } from '../../test/setting.ts';
import { FreeTimesStore } from './free-times.store.ts';

const OPENINGS = `query ($providerIds: [ID!]!, $jurisdiction: String!) {
  openings(providerIds: $providerIds, jurisdiction: $jurisdiction) {
    providerId slot { id startsAt minutes modality } } }`;
const DAYS = ['2026-11-10T09:00:00Z', '2026-11-11T09:00:00Z', '2026-11-12T09:00:00Z'];
const TODAY = '2026-11-02T12:00:00Z';
const TOMORROW = '2026-11-03T00:05:00Z';

type Person = Awaited<ReturnType<typeof openCase>>;
type Therapist = Awaited<ReturnType<typeof registerTherapist>>;
interface Shown { readonly providerId: string; readonly slot: { id: string; startsAt: string } }

/** Starts of times that a spec has withheld, and that are not drawn for those whose hour it is. */
const withheld = new Set<string>();
const notDrawn = new Set<string>();
let most = Number.POSITIVE_INFINITY;
let later = 1;
const draws = {
  ...NOTHING_WITHHELD,
  order: () => ({ startsAt }: DrawnTime) => later * startsAt.getTime(),
  usual: () => ({ startsAt }: DrawnTime) => !notDrawn.has(startsAt.toISOString()),
  withheldFrom: ({ startsAt }: DrawnTime) => (withheld.has(startsAt.toISOString()) ? 0 : null),
  get most() { return most; },
};

let vault: Vault;
let issuer: Issuer;
beforeAll(async () => {
  vault = await openVault(8, undefined, { draws });
  issuer = await openPeriod(vault);
});
afterAll(() => vault.close());
beforeEach(() => {
  vault.clock.set(TODAY);
  withheld.clear();
  notDrawn.clear();
  most = Number.POSITIVE_INFINITY;
  later = 1;
});

/** Therapists with times of their own. */
async function therapistsAt(starts: readonly string[], count = 1): Promise<Therapist[]> {
  const all: Therapist[] = [];
  for (let place = 0; place < count; place += 1) {
    const one = await registerTherapist(vault);
    await publishSlots(vault, one, starts);
    all.push(one);
  }
  return all;
}

const look = (person: Person, therapists: readonly Therapist[], given: object = {}) =>
  vault.get<Shown[]>(OPENINGS, { providerIds: therapists.map(({ id }) => id),
    jurisdiction: 'DE', ...given }, person.authorization);
const startsOf = (shown: readonly Shown[]) =>
  shown.map(({ slot }) => new Date(slot.startsAt).toISOString());

/** Book a time that is shown, with a fresh credit. */
async function take(
  person: Person, { providerId, slot }: Shown, payment: object = { credit: issuer.mint('session') },
): Promise<BookingAnswer> {
  const { referral } = await refer(vault, person, { providerId });
  return book(vault, person, { referralId: referral.id, slotId: slot.id, payment });
}

describe('free times of several therapists', () => {
  it('are shown soonest first, of those asked for, where they are licensed, to cases alone',
    async () => {
      const [one, two] = await therapistsAt(DAYS, 2);
      const person = await openCase(vault, issuer);
      const found = await look(person, [one!, two!]);
      expect(startsOf(found)).toEqual([...startsOf(found)].sort());
      expect(found).toHaveLength(6);
      expect((await look(person, [one!])).every(({ providerId }) => providerId === one!.id))
        .toBe(true);
      expect(await look(person, [one!], { jurisdiction: 'FR' })).toEqual([]);
      const variables = { providerIds: [one!.id], jurisdiction: 'DE' };
      const { errors } = await vault.ask(OPENINGS, variables);
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    });

  it('are those of a dozen therapists a day, the same all day, and of her own besides', async () => {
    const all = await therapistsAt(DAYS, 16);
    const person = await openCase(vault, issuer);
    const seen = new Set((await look(person, all)).map(({ providerId }) => providerId));
    expect([...seen].sort()).toEqual(all.slice(0, 12).map(({ id }) => id).sort());
    expect(await look(person, all.slice(12))).toEqual([]);
    expect(await look(person, all.slice(3, 5))).toHaveLength(6);
    // Nor is one of them asked: her times would be tried.
    expect((await refer(vault, person, { providerId: all[13]!.id })).__typename).toBe('NoMatch');
    // Somebody else has a dozen of her own, and everybody has another one tomorrow.
    expect(await look(await openCase(vault, issuer), all.slice(12))).toHaveLength(12);
    vault.clock.set(TOMORROW);
    await refer(vault, person, { providerId: all[13]!.id });
    vault.clock.set('2026-11-04T00:05:00Z');
    expect(await look(person, all.slice(0, 12))).toHaveLength(36);
    expect(new Set((await look(person, all.slice(12))).map(({ providerId }) => providerId)))
      .toEqual(new Set([all[13]!.id]));
  });
});

describe('a time that was booked since midnight', () => {
  it('is shown until the next, and answered "taken" with nothing spent', async () => {
    const [therapist] = await therapistsAt(DAYS);
    const [first, second] = [await openCase(vault, issuer), await openCase(vault, issuer)];
    const [wanted] = await look(first, [therapist!]);
    expect((await take(first, wanted!)).__typename).toBe('SessionBooked');
    const seen = await look(second, [therapist!]);
    expect(startsOf(seen)).toEqual(DAYS.map((day) => new Date(day).toISOString()));
    const credit = issuer.mint('session');
    expect(await take(second, wanted!, { credit })).toMatchObject({ __typename: 'SlotTaken',
      message: 'This time is not free any more: choose another one. Nothing was used.' });
    expect((await take(second, seen[1]!, { credit })).__typename).toBe('SessionBooked');
    // Her own she knows of, so it is not offered to her.
    expect(startsOf(await look(first, [therapist!]))).not.toContain(startsOf([wanted!])[0]);
    vault.clock.set(TOMORROW);
    expect(startsOf(await look(await openCase(vault, issuer), [therapist!])))
      .toEqual([new Date(DAYS[2]!).toISOString()]);
  });
});

describe('a time that was given back', () => {
  it('is neither shown nor booked before the next midnight', async () => {
    const [therapist] = await therapistsAt(DAYS);
    const [first, second] = [await openCase(vault, issuer), await openCase(vault, issuer)];
    const [wanted] = await look(first, [therapist!]);
    const { authorisation } = await take(first, wanted!);
    await passMidnight(vault);
    expect((await cancel(vault, first, authorisation!.id)).__typename).toBe('SessionCancelled');
    const others = startsOf(await look(second, [therapist!]));
    expect(others).not.toContain(startsOf([wanted!])[0]);
    const tried = await take(second, wanted!);
    expect(tried).toMatchObject({ __typename: 'SlotTaken', code: 'SLOT_TAKEN' });
    vault.clock.set(TOMORROW);
    expect(startsOf(await look(second, [therapist!]))).toContain(startsOf([wanted!])[0]);
    expect((await take(second, wanted!)).__typename).toBe('SessionBooked');
  });
});

describe('a time that is withheld', () => {
  it('is not shown, and a try is answered as for one that is booked', async () => {
    const [therapist] = await therapistsAt(DAYS);
    const person = await openCase(vault, issuer);
    const [wanted, other] = await look(person, [therapist!]);
    const rival = await openCase(vault, issuer);
    expect((await take(rival, other!)).__typename).toBe('SessionBooked');
    withheld.add(new Date(DAYS[0]!).toISOString());
    expect(startsOf(await look(person, [therapist!])))
      .not.toContain(withheld.values().next().value);
    expect(await take(person, wanted!)).toEqual(await take(person, other!));
  });

  it('does not make a therapist fit who has nothing else to offer', async () => {
    const [therapist] = await therapistsAt(DAYS.slice(0, 1));
    withheld.add(new Date(DAYS[0]!).toISOString());
    const person = await openCase(vault, issuer);
    expect((await refer(vault, person, { providerId: therapist!.id })).__typename).toBe('NoMatch');
  });
});

describe('her own therapist\'s usual hour', () => {
  const WEEKLY = ['2026-11-10', '2026-11-17', '2026-11-24', '2026-12-01', '2026-12-22']
    .map((day) => `${day}T09:00:00Z`);

  it('is shown to a client as it was drawn for her, unless it is withheld; a stranger\'s draw is '
    + 'none of it', async () => {
    const [therapist] = await therapistsAt([...WEEKLY, '2026-11-11T14:00:00Z']);
    const person = await openCase(vault, issuer);
    const [first] = await look(person, [therapist!]);
    const { authorisation } = await take(person, first!);
    const later = WEEKLY.slice(1).map((start) => new Date(start).toISOString());
    later.slice(1).forEach((start) => notDrawn.add(start));
    const atUsual = async (who = person) => startsOf(await look(who, [therapist!]))
      .filter((one) => later.includes(one));
    // What is only booked tells its booker nothing more, and is drawn as all others are.
    expect(await atUsual()).toEqual(later.slice(0, 2));
    await vault.cluster.query('vault',
      `UPDATE authorisation SET status = 'claimed' WHERE id = $1`, [authorisation!.id]);
    vault.clock.set('2026-11-10T12:00:00Z');
    // The last one is in none of the next three weeks.
    expect(await atUsual()).toEqual(later.slice(0, 1));
    expect(await atUsual(await openCase(vault, issuer))).toEqual(later.slice(0, 3));
    notDrawn.clear();
    expect(await atUsual()).toEqual(later.slice(0, 3));
    withheld.add(later[1]!);
    expect(await atUsual()).toEqual([later[0], later[2]]);
    const hers = (await look(person, [therapist!])).find(({ slot }) =>
      new Date(slot.startsAt).toISOString() === later[0]);
    expect((await take(person, hers!)).__typename).toBe('SessionBooked');
  });
});

describe('what is offered', () => {
  it('is settled once a day, whoever asks first, and by one of many', async () => {
    const [therapist] = await therapistsAt(DAYS);
    const day = '2026-11-04';
    vault.clock.set(`${day}T00:00:01Z`);
    const store = vault.app.get(FreeTimesStore, { strict: false });
    const settle = () => vault.db.transaction('settle', (tx) =>
      store.settle(tx, day, vault.clock.now()));
    await Promise.all([settle(), settle(), settle()]);
    const person = await openCase(vault, issuer);
    const [wanted] = await look(person, [therapist!]);
    await take(person, wanted!);
    await settle();
    expect(startsOf(await look(await openCase(vault, issuer), [therapist!])))
      .toContain(startsOf([wanted!])[0]);
  });

  it('keeps what a therapist no longer offers until midnight, as it does what is booked', async () => {
    const [therapist] = await therapistsAt(DAYS);
    const person = await openCase(vault, issuer);
    const before = await look(person, [therapist!]);
    await vault.cluster.query('vault', 'DELETE FROM slot WHERE id = $1', [before[0]!.slot.id]);
    expect(await look(person, [therapist!])).toEqual(before);
    expect((await take(person, before[0]!)).__typename).toBe('SlotTaken');
  });

  it('is as much of a therapist for all places together, whenever her licences end', async () => {
    most = 2;
    // An earlier time is drawn later: the last of them first.
    later = -1;
    const licences = [['DE', '2028-12-31'], ['FR', '2026-11-11'], ['ES', '2026-11-10']]
      .map(([jurisdiction, expires]) => ({ jurisdiction, number: 'PT-1', expires }));
    const therapist = await registerTherapist(vault, { licences });
    await publishSlots(vault, therapist, DAYS);
    await passMidnight(vault);
    const person = await openCase(vault, issuer);
    const seen = async (jurisdiction: string) =>
      startsOf(await look(person, [therapist], { jurisdiction })).map((at) => at.slice(0, 10));
    expect(await seen('DE')).toEqual(['2026-11-11', '2026-11-12']);
    expect(await seen('FR')).toEqual(['2026-11-11']);
    expect(await seen('ES')).toEqual([]);
  });

  it('is nothing that an unknown case or therapist changes', async () => {
    const person = await openCase(vault, issuer);
    const unknown = { id: crypto.randomUUID() } as Therapist;
    expect(await look(person, [unknown])).toEqual([]);
    const { errors } = await vault.ask(OPENINGS, { providerIds: [unknown.id], jurisdiction: 'DE' },
      `Case ${randomBytes(32).toString('hex')}`);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
