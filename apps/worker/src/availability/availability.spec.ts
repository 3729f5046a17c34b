import { randomUUID } from 'node:crypto';
import {
  book, cancel, openCase, openPeriod, openSlots, openVault, publishSlots, refer,
  registerTherapist, type Issuer, type Vault,
} from '../../test/vault.ts';
import { AvailabilityService } from './availability.service.ts';

const SET = `mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { __typename
  ... on AvailabilitySet { openSlots availability { version timeZone } }
  ... on AvailabilityConflict { code version } ... on AvailabilityRefused { code field message } } }`;
const SHOWN = '{ provider { availability { version noticeHours rules { weekday from } } } }';

interface Setting {
  __typename: string; openSlots?: number; version?: number; message?: string; field?: string;
}

describe('a therapist\'s weekly hours', () => {
  let vault: Vault;
  let issuer: Issuer;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
  });
  afterAll(() => vault.close());

  const hours = { from: '09:00', until: '12:00', minutes: 50, modality: 'VIDEO' };
  const plan = (more: object = {}) => ({
    idempotencyKey: randomUUID(), version: 0, noticeHours: 0, bufferBefore: 0, bufferAfter: 10,
    rules: [{ weekday: 2, ...hours }], exceptions: [], ...more,
  });
  const set = ({ authorization }: { authorization: string }, more: object = {}) =>
    vault.get<Setting>(SET, { input: plan(more) }, authorization);
  const starts = async (providerId: string) => (await vault.cluster.query<{ at: Date }>('vault',
    `SELECT starts_at AS at FROM slot WHERE provider_id = $1 AND status = 'open' ORDER BY 1`,
    [providerId])).map(({ at }) => at.toISOString().slice(0, 16));

  it('make slots eight weeks ahead in local time, once for a key', async () => {
    const therapist = await registerTherapist(vault);
    const idempotencyKey = randomUUID();
    const first = await set(therapist, { idempotencyKey });
    expect(first).toEqual({ __typename: 'AvailabilitySet', openSlots: 8 * 3,
      availability: { version: 1, timeZone: 'Europe/Berlin' } });
    expect(await set(therapist, { idempotencyKey })).toEqual(first);
    expect((await starts(therapist.id)).slice(0, 3))
      .toEqual(['2026-11-03T08:00', '2026-11-03T09:00', '2026-11-03T10:00']);
    expect(await vault.get(SHOWN, {}, therapist.authorization)).toEqual({ availability: {
      version: 1, noticeHours: 0, rules: [{ weekday: 2, from: '09:00' }] } });
  });

  it('are not overwritten by a window that shows older ones, and are refused with a reason', async () => {
    const therapist = await registerTherapist(vault);
    await set(therapist);
    expect(await set(therapist)).toEqual({
      __typename: 'AvailabilityConflict', code: 'AVAILABILITY_CONFLICT', version: 1 });
    for (const [rules, exceptions, words] of [
      [[{ weekday: 1, ...hours }, { weekday: 1, ...hours, from: '11:00' }], [], /overlap/],
      [[{ weekday: 1, ...hours, minutes: 180, until: '10:00' }], [], /shorter than one session/],
      [[{ weekday: 1, ...hours, modality: 'IN_PERSON' }], [], /your profile lacks/],
      [[], [{ from: '2026-12-02', until: '2026-12-01', hours: [] }], /end before/],
      [[], [1, 2].map(() => ({ from: '2026-12-02', until: '2026-12-03', hours: [] })), /share a day/],
    ] as const) {
      expect((await set(therapist, { version: 1, rules, exceptions })).message).toMatch(words);
    }
  });

  it.each([
    ['rules.1', 'Thursday 09:00–09:30',
      [{ weekday: 2, ...hours }, { weekday: 4, ...hours, until: '09:30' }], []],
    ['rules.0', 'Sunday 22:00–02:00',
      [{ weekday: 7, ...hours, from: '22:00', until: '02:00' },
        { weekday: 1, ...hours, from: '01:00', until: '03:00' }], []],
    ['exceptions.1.hours.0', '2026-12-10 to 2026-12-10, 09:00–12:00', [],
      [{ from: '2026-12-02', until: '2026-12-03', hours: [] },
        { from: '2026-12-10', until: '2026-12-10', hours: [{ ...hours, modality: 'IN_PERSON' }] }]],
  ])('that are wrong name their row: %s', async (field, name, rules, exceptions) => {
    const refused = await set(await registerTherapist(vault), { rules, exceptions });
    expect(refused).toMatchObject({ __typename: 'AvailabilityRefused', field });
    expect(refused.message).toContain(name);
  });

  it('run past midnight when they end before they begin', async () => {
    const therapist = await registerTherapist(vault);
    const night = { weekday: 2, ...hours, from: '22:00', until: '01:00' };
    expect(await set(therapist, { rules: [night] })).toMatchObject({ openSlots: 8 * 3 });
    expect((await starts(therapist.id)).slice(0, 3))
      .toEqual(['2026-11-03T21:00', '2026-11-03T22:00', '2026-11-03T23:00']);
  });

  it('take with them old free times outside of them; a booked one stays', async () => {
    const therapist = await registerTherapist(vault);
    const own = ['2026-11-12T15:00:00Z', '2026-11-13T15:00:00Z'];
    await publishSlots(vault, therapist, own);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const [slot] = await openSlots(vault, person, referral.id);
    await book(vault, person, { referralId: referral.id, slotId: slot!.id,
      payment: { credit: issuer.mint('session') } });
    expect(await set(therapist)).toMatchObject({ openSlots: 8 * 3 });
    expect(await starts(therapist.id)).not.toContain('2026-11-13T15:00');
    expect(await vault.row('SELECT status FROM slot WHERE id = $1', [slot!.id]))
      .toEqual({ status: 'taken' });
  });

  it('never touch what is booked; its slot is open again only where hours still have it', async () => {
    const therapist = await registerTherapist(vault);
    await set(therapist);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const slots = await openSlots(vault, person, referral.id);
    const bookings = await Promise.all(slots.slice(3, 5).map((slot) => book(vault, person, {
      referralId: referral.id, slotId: slot.id, payment: { credit: issuer.mint('session') } })));
    const away = [{ from: '2026-11-09', until: '2026-11-15', hours: [] }];
    await set(therapist, { version: 1, exceptions: away });
    expect(await vault.row(`SELECT count(*)::integer AS n FROM slot
      WHERE provider_id = $1 AND status = 'taken'`, [therapist.id])).toEqual({ n: 2 });
    expect((await starts(therapist.id)).some((at) => at.startsWith('2026-11-10'))).toBe(false);
    await cancel(vault, person, bookings[0]!.authorisation!.id);
    expect(await starts(therapist.id)).not.toContain(slots[3]!.startsAt.slice(0, 16));
    await set(therapist, { version: 2, exceptions: [] });
    await cancel(vault, person, bookings[1]!.authorisation!.id);
    const open = await starts(therapist.id);
    expect(open.filter((at) => at.startsWith('2026-11-10'))).toHaveLength(3);
    expect(new Set(open).size).toBe(open.length);
  });

  it('leave no rows behind when they alternate, but those that a session names', async () => {
    const therapist = await registerTherapist(vault);
    await set(therapist);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const slots = await openSlots(vault, person, referral.id);
    const take = (slotId: string) => book(vault, person,
      { referralId: referral.id, slotId, payment: { credit: issuer.mint('session') } });
    await take(slots[3]!.id);
    await cancel(vault, person, (await take(slots[4]!.id)).authorisation!.id);
    for (let version = 1; version <= 10; version += 1) {
      const from = version % 2 ? '09:30' : '09:00';
      await set(therapist, { version, rules: [{ weekday: 2, ...hours, from }] });
    }
    const rows = await vault.cluster.query<{ id: string; status: string }>('vault',
      'SELECT id, status FROM slot WHERE provider_id = $1', [therapist.id]);
    expect(rows.filter(({ status }) => status === 'open')).toHaveLength(8 * 3 - 1);
    expect(new Set(rows.filter(({ status }) => status !== 'open'))).toEqual(new Set([
      { id: slots[3]!.id, status: 'taken' }, { id: slots[4]!.id, status: 'withdrawn' }]));
    expect((await take(slots[0]!.id)).__typename).toBe('SlotTaken');
    await expect(vault.db.transaction('delete-booked', (tx) =>
      tx.query(`DELETE FROM slot WHERE provider_id = $1 AND status <> 'open'`, [therapist.id])))
      .rejects.toThrow('what is finished is not undone');
  });

  it('keep a slot from being shown and booked within the notice', async () => {
    const therapist = await registerTherapist(vault);
    await set(therapist);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const [soon] = await openSlots(vault, person, referral.id);
    await set(therapist, { version: 1, noticeHours: 48 });
    expect((await openSlots(vault, person, referral.id))[0]!.startsAt).toBe('2026-11-10T08:00:00Z');
    expect((await book(vault, person, {
      referralId: referral.id, slotId: soon!.id, payment: { credit: issuer.mint('session') },
    })).__typename).toBe('SlotTaken');
  });

  it('reach one week further when a week has passed', async () => {
    const therapist = await registerTherapist(vault);
    await set(therapist);
    const service = vault.app.get(AvailabilityService, { strict: false });
    vault.clock.set('2026-11-09T12:00:00Z');
    await service.planAhead();
    expect(await service.planAhead()).toBe(0);
    expect((await starts(therapist.id)).at(-1)).toBe('2026-12-29T10:00');
    vault.clock.set('2026-11-02T12:00:00Z');
  });
});
