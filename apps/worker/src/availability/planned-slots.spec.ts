import fc from 'fast-check';
import type { Plan } from './plan.ts';
import { plannedSlots, replan, type Offered, type Standing } from './planned-slots.ts';

const plan = (more: Partial<Plan> = {}): Plan => ({
  bufferBefore: 0, bufferAfter: 10, exceptions: [],
  rules: [{ weekday: 7, from: '01:00', until: '05:00', minutes: 50, modality: 'VIDEO' }], ...more,
});
const starts = (slots: readonly Offered[]) => slots.map(({ startsAt }) => startsAt.toISOString());

describe('slots of a plan', () => {
  it('keep their local hours when the clocks change', () => {
    const nine = plan({ rules: [
      { weekday: 1, from: '09:00', until: '10:00', minutes: 50, modality: 'VIDEO' }] });
    expect(starts(plannedSlots(nine, 'Europe/Berlin', '2026-10-19', '2026-11-01')))
      .toEqual(['2026-10-19T07:00:00.000Z', '2026-10-26T08:00:00.000Z']);
  });

  it('leave out an hour that the change skips, and take the first of one that comes twice', () => {
    expect(starts(plannedSlots(plan(), 'Europe/Berlin', '2026-03-29', '2026-03-29')))
      .toEqual(['2026-03-29T00:00:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-29T02:00:00.000Z']);
    expect(starts(plannedSlots(plan(), 'Europe/Berlin', '2026-10-25', '2026-10-25'))).toEqual([
      '2026-10-24T23:00:00.000Z', '2026-10-25T00:00:00.000Z', '2026-10-25T02:00:00.000Z',
      '2026-10-25T03:00:00.000Z',
    ]);
  });

  it('stand aside for exceptions, whose own hours hold instead', () => {
    const hours = [{ from: '10:00', until: '11:00', minutes: 50, modality: 'PHONE' }];
    const away = plan({ exceptions: [
      { from: '2026-11-01', until: '2026-11-08', hours: [] },
      { from: '2026-11-10', until: '2026-11-10', hours },
    ] });
    expect(starts(plannedSlots(away, 'UTC', '2026-11-01', '2026-11-14')))
      .toEqual(['2026-11-10T10:00:00.000Z']);
  });

  it('follow each other with both buffers between them, in any zone and on any days', () => {
    fc.assert(fc.property(
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'),
      fc.integer({ min: 0, max: 700 }), fc.nat(30), fc.nat(30),
      (timeZone, days, bufferBefore, bufferAfter) => {
        const day = new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
        const rules = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
          weekday, from: '00:00', until: '23:00', minutes: 45, modality: 'VIDEO' }));
        const slots = plannedSlots(plan({ bufferBefore, bufferAfter, rules }), timeZone, day, day);
        const gaps = slots.slice(1).map(({ startsAt }, place) =>
          (startsAt.getTime() - slots[place]!.startsAt.getTime()) / 60_000);
        return slots.length > 0 && gaps.every((gap) => gap >= 45 + bufferBefore + bufferAfter);
      }));
  });
});

describe('replanning', () => {
  const at = (iso: string, more: Partial<Standing> = {}): Standing => ({
    id: iso, startsAt: new Date(iso), minutes: 50, modality: 'VIDEO', status: 'open', planned: true,
    ...more,
  });

  it('keeps what is booked, and offers nothing within its buffers', () => {
    const wanted = [at('2026-11-10T09:00Z'), at('2026-11-10T10:00Z'), at('2026-11-10T11:00Z')];
    const booked = at('2026-11-10T09:30Z', { status: 'taken' });
    expect(replan(wanted, [booked], plan(), 'UTC')).toEqual({
      add: [wanted[2]], withdraw: [], offered: [], unoffered: [booked.id],
    });
  });

  it('withdraws what is no longer offered, but never what was published by itself', () => {
    const old = at('2026-11-10T09:00Z');
    const own = at('2026-11-11T09:00Z', { planned: false });
    expect(replan([], [old, own], plan(), 'UTC'))
      .toEqual({ add: [], withdraw: [old.id], offered: [], unoffered: [] });
  });

  it('withdraws even that on a day on which she is away', () => {
    const own = at('2026-11-11T23:30Z', { planned: false });
    const away = plan({ exceptions: [{ from: '2026-11-12', until: '2026-11-12', hours: [] }] });
    expect(replan([], [own], away, 'UTC').withdraw).toEqual([]);
    expect(replan([], [own], away, 'Europe/Berlin').withdraw).toEqual([own.id]);
  });

  it('changes nothing the second time, whatever stands', () => {
    const times = fc.array(fc.record({
      minute: fc.integer({ min: 0, max: 60 }), status: fc.constantFrom('open', 'taken'),
      planned: fc.boolean(),
    }), { maxLength: 12 });
    fc.assert(fc.property(times, times, (wishes, standing) => {
      const slot = ({ minute, ...more }: { minute: number; status: string; planned: boolean }) =>
        at(new Date(Date.UTC(2026, 10, 10, 8) + minute * 600_000).toISOString(), more as Standing);
      const wanted = [...new Map(wishes.map((wish) => [wish.minute, slot(wish)])).values()];
      const before = [...new Map(standing.map((each) => [each.minute, slot(each)])).values()];
      const first = replan(wanted, before, plan(), 'UTC');
      const after = [...before.filter(({ id }) => !first.withdraw.includes(id)),
        ...first.add.map((added) => ({ ...added, id: 'new', status: 'open', planned: true } as const))];
      const second = replan(wanted, after, plan(), 'UTC');
      expect({ ...second, offered: [], unoffered: [] })
        .toEqual({ add: [], withdraw: [], offered: [], unoffered: [] });
    }));
  });
});
