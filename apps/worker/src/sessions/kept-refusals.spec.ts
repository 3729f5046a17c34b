import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { daysAfter } from '#calendar/days';
import { relayKeyDays } from '#pseudonym/relay-key';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { Housekeeping } from '../housekeeping/housekeeping.ts';
import { FreeTimes } from '../matching/free-times.service.ts';
import { REFUSED_DAYS } from './kept-refusals.ts';
import { MOST_REFUSED } from './refused-bookings.store.ts';

const TODAY = '2026-11-02T12:00:00Z';
const TOMORROW = '2026-11-03T00:05:00Z';

let vault: Vault;
let issuer: Issuer;
beforeAll(async () => {
  vault = await openVault(8);
  issuer = await openPeriod(vault, { sessions: 1_000 });
});
afterAll(() => vault.close());

interface Client {
  readonly person: Awaited<ReturnType<typeof openCase>>;
  readonly referralId: string;
}

/** Two clients of a therapist with four times. */
async function clients(): Promise<[Client, Client]> {
  const therapist = await registerTherapist(vault);
  await publishSlots(vault, therapist, [8, 9, 10, 11].map((hour) =>
    new Date(Date.UTC(2026, 10, 10, hour)).toISOString()));
  const client = async () => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    return { person, referralId: referral.id };
  };
  return [await client(), await client()];
}
const view = async ({ person, referralId }: Client) =>
  (await openSlots(vault, person, referralId)).map(({ id }) => id);

describe('bookings of a case that are refused', () => {
  const rowsOf = async ({ referralId }: Client) => (await vault.cluster.query<{ n: number }>(
    'vault', `SELECT count(*)::integer AS n FROM refused_booking b JOIN referral r USING (case_id)
     WHERE r.id = $1`, [referralId]))[0]!.n;
  const keepHouse = () => new Housekeeping(vault.db, vault.clock, { write: () => undefined },
    vault.app.get(Idempotency), vault.app.get(FreeTimes, { strict: false })).tidy();
  const tooOften = (again: string) => ({ __typename: 'BookedTooOften', code: 'REFUSED_TOO_OFTEN',
    again, message: `${MOST_REFUSED} bookings were refused of late: from ${again} on you can book `
      + 'again. Nothing was used.' });

  it('are kept up to a number: all else that it asks for is refused without a row, and is never '
    + 'executed later', async () => {
    const [who, other] = await clients();
    const [first, second, third] = await view(who);
    const asked = (slotId: string) => ({ referralId: who.referralId, slotId,
      payment: { credit: issuer.mint('session') }, idempotencyKey: randomUUID() });
    const before = asked(first!);
    expect((await book(vault, who.person, before)).__typename).toBe('SessionBooked');
    const credit = issuer.mint('session');
    const tried = Array.from({ length: MOST_REFUSED + 8 }, () =>
      book(vault, who.person, { ...asked(randomUUID()), payment: { credit } }));
    const kinds = Map.groupBy(await Promise.all(tried), ({ __typename }) => __typename);
    expect([...kinds.keys()].toSorted()).toEqual(['BookedTooOften', 'SlotTaken']);
    expect(kinds.get('SlotTaken')).toHaveLength(MOST_REFUSED);
    const refused = asked(second!);
    for (const [now, again] of [[TODAY, '2026-11-05'], [TOMORROW, '2026-11-06'],
      ['2026-11-05T00:05:00Z', '2026-11-08']] as const) {
      vault.clock.set(now);
      expect(await book(vault, who.person, refused)).toEqual(tooOften(again));
      expect(await rowsOf(who)).toBe(MOST_REFUSED);
      // What was booked before is found again, and nobody else is meant.
      expect((await book(vault, who.person, before)).__typename).toBe('SessionBooked');
    }
    vault.clock.set('2026-11-07T23:59:00Z');
    await keepHouse();
    expect(await rowsOf(who)).toBe(MOST_REFUSED);
    expect((await book(vault, other.person, { ...asked(third!), referralId: other.referralId }))
      .__typename).toBe('SessionBooked');
    // No key opens her bytes any more. She can ask again, and nothing is left.
    vault.clock.set('2026-11-08T00:05:00Z');
    await keepHouse();
    expect(await rowsOf(who)).toBe(0);
    expect((await book(vault, who.person, asked(second!))).__typename).toBe('SessionBooked');
  });

  it('are kept as long as a key opens their bytes', () => {
    fc.assert(fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'),
      noInvalidDate: true }), (at) => {
      const day = at.toISOString().slice(0, 10);
      const [, ...stated] = relayKeyDays(day);
      const last = daysAfter(day, REFUSED_DAYS - 1);
      const opens = (on: string) => relayKeyDays(on).some((one) => stated.includes(one));
      expect([opens(last), opens(daysAfter(last, 1))]).toEqual([true, false]);
    }));
  });
});
