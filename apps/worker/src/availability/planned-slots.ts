import { Temporal } from 'temporal-polyfill';
import { DAY_MINUTES, spanOf, type Hours, type Plan } from './plan.ts';

/** A time as a plan offers it. */
export interface Offered {
  readonly startsAt: Date;
  readonly minutes: number;
  readonly modality: string;
}

/** A slot that exists and has not been withdrawn. */
export interface Standing extends Offered {
  readonly id: string;
  readonly status: 'open' | 'taken';
  /** Made from a plan, not published by itself. */
  readonly planned: boolean;
}

/** What has to happen to a therapist's slots, so that they are what her plan says. */
export interface Replanning {
  readonly add: readonly Offered[];
  /** Open slots that she no longer offers. */
  readonly withdraw: readonly string[];
  /** Booked slots within the plan, and outside of it; they stay booked. */
  readonly offered: readonly string[];
  readonly unoffered: readonly string[];
}

const MINUTE_MS = 60_000;

/**
 * The slots of a plan from one local day to another, both included. Hours of the day before may
 * run into the first one.
 *
 * Sessions follow each other with both buffers between them. They are laid out in local time, so
 * that nine o'clock stays nine o'clock when the clocks change; a time that the change skips has no
 * slot, and of one that comes twice the first is taken (RFC 5545, 3.3.5).
 */
export function plannedSlots(plan: Plan, timeZone: string, from: string, until: string): Offered[] {
  const slots: Offered[] = [];
  const last = Temporal.PlainDate.from(until);
  let date = Temporal.PlainDate.from(from).subtract({ days: 1 });
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    for (const hours of hoursOn(plan, date)) {
      slots.push(...within(hours, plan, date, timeZone));
    }
  }
  const first = Temporal.PlainDate.from(from).toZonedDateTime(timeZone).epochMilliseconds;
  const wanted = slots.filter(({ startsAt }) => startsAt.getTime() >= first);
  return apart(wanted, (plan.bufferBefore + plan.bufferAfter) * MINUTE_MS);
}

/**
 * Decide how the slots that stand become those that are wanted. Nothing that is booked changes, nor
 * what was published by itself, except on days with an exception or when the hours are set `anew`;
 * and no slot comes closer to these than both buffers.
 */
export function replan(
  wanted: readonly Offered[], standing: readonly Standing[], plan: Plan, timeZone: string,
  anew = false,
): Replanning {
  const gap = (plan.bufferBefore + plan.bufferAfter) * MINUTE_MS;
  const isExcepted = ({ startsAt }: Offered) => {
    const day = startsAt.toLocaleDateString('sv-SE', { timeZone });
    return plan.exceptions.some(({ from, until }) => from <= day && day <= until);
  };
  const isMovable = (slot: Standing) =>
    slot.status === 'open' && (anew || slot.planned || isExcepted(slot));
  const fixed = standing.filter((slot) => !isMovable(slot));
  const movable = standing.filter(isMovable);
  const names = new Set(wanted.map(nameOf));
  const fitting = wanted.filter((slot) => !fixed.some((other) => tooClose(slot, other, gap)));
  const kept = new Set(fitting.map(nameOf));
  const present = new Set(movable.map(nameOf));
  const taken = fixed.filter(({ planned }) => planned);
  const ids = (slots: readonly Standing[]) => slots.map(({ id }) => id);
  return {
    add: fitting.filter((slot) => !present.has(nameOf(slot))),
    withdraw: ids(movable.filter((slot) => !kept.has(nameOf(slot)))),
    offered: ids(taken.filter((slot) => names.has(nameOf(slot)))),
    unoffered: ids(taken.filter((slot) => !names.has(nameOf(slot)))),
  };
}

function exceptionOn({ exceptions }: Plan, date: Temporal.PlainDate) {
  const day = date.toString();
  return exceptions.find(({ from, until }) => from <= day && day <= until);
}

function hoursOn(plan: Plan, date: Temporal.PlainDate): readonly Hours[] {
  return exceptionOn(plan, date)?.hours
    ?? plan.rules.filter(({ weekday }) => weekday === date.dayOfWeek);
}

function within(
  hours: Hours, plan: Plan, date: Temporal.PlainDate, timeZone: string,
): Offered[] {
  const slots: Offered[] = [];
  const { minutes, modality } = hours;
  const [begin, end] = spanOf(hours);
  const step = minutes + plan.bufferBefore + plan.bufferAfter;
  for (let at = begin; at + minutes <= end; at += step) {
    const day = at < DAY_MINUTES ? date : date.add({ days: 1 });
    // Past midnight it is another day, on which she may be away.
    const other = exceptionOn(plan, day);
    if (other && other !== exceptionOn(plan, date)) continue;
    const minute = at % DAY_MINUTES;
    const local = day.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
    const zoned = local.toZonedDateTime(timeZone);
    if (!zoned.toPlainDateTime().equals(local)) continue;
    slots.push({ startsAt: new Date(zoned.epochMilliseconds), minutes, modality });
  }
  return slots;
}

/** In order, without those that come too soon after the one before, as when clocks go back. */
function apart(slots: readonly Offered[], gap: number): Offered[] {
  const kept: Offered[] = [];
  for (const slot of slots.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const last = kept.at(-1);
    if (!last || !tooClose(slot, last, gap)) kept.push(slot);
  }
  return kept;
}

function nameOf({ startsAt, minutes, modality }: Offered): string {
  return `${startsAt.getTime()} ${minutes} ${modality}`;
}

function tooClose(a: Offered, b: Offered, gap: number): boolean {
  const end = ({ startsAt, minutes }: Offered) => startsAt.getTime() + minutes * MINUTE_MS;
  return a.startsAt.getTime() < end(b) + gap && b.startsAt.getTime() < end(a) + gap;
}
