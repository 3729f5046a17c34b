import { z } from 'zod';
import { day } from '../graphql/input.ts';

const HOUR = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const hour = z.string().regex(HOUR);

const HOURS = z.object({
  from: hour, until: hour, minutes: z.int().min(15).max(180), modality: z.string(),
});
const buffer = z.int().min(0).max(120);

/** How a plan looks: as it is kept, and as a therapist sends it. */
export const PLAN = z.object({
  bufferBefore: buffer,
  bufferAfter: buffer,
  rules: z.array(HOURS.extend({ weekday: z.int().min(1).max(7) })).max(70),
  exceptions: z.array(z.object({
    from: day, until: day, hours: z.array(HOURS).max(10),
  })).max(60),
});

/** Hours on one day in local time, cut into sessions of one length. */
export type Hours = z.infer<typeof HOURS>;

/**
 * Weekly hours. `weekday` counts from Monday, 1. An exception's hours, which may be none, stand in
 * for the weekly ones from its first day to its last. Buffers are minutes around each session.
 */
export type Plan = z.infer<typeof PLAN>;

/** Minutes since midnight of `HH:MM`. */
export function minuteOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/**
 * What is wrong with a plan, in words that say what to do; null when nothing is.
 *
 * @param modalities those that the therapist works in.
 */
export function faultOf(plan: Plan, modalities: readonly string[]): string | null {
  const all = [...plan.rules, ...plan.exceptions.flatMap(({ hours }) => hours)];
  if (all.some(({ from, until, minutes }) => minuteOf(from) + minutes > minuteOf(until))) {
    return 'Some hours are shorter than one session: let them end later, or shorten the session.';
  }
  if (all.some(({ modality }) => !modalities.includes(modality))) {
    return 'Some hours are for a way of meeting that your profile lacks: add it there first.';
  }
  const days = [...Map.groupBy(plan.rules, ({ weekday }) => weekday).values(),
    ...plan.exceptions.map(({ hours }) => hours)];
  if (days.some(overlapping)) {
    return 'Two of your hours on one day overlap: end one before the other begins.';
  }
  return exceptionFault(plan);
}

function exceptionFault({ exceptions }: Plan): string | null {
  if (exceptions.some(({ from, until }) => until < from)) {
    return 'An exception ends before it begins: correct its days.';
  }
  const inOrder = exceptions.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const overlap = inOrder.some(({ from }, place) => {
    const before = inOrder[place - 1];
    return before !== undefined && before.until >= from;
  });
  return overlap ? 'Two exceptions share a day: make one of them.' : null;
}

function overlapping(hours: readonly Hours[]): boolean {
  const inOrder = hours.toSorted((a, b) => minuteOf(a.from) - minuteOf(b.from));
  return inOrder.some(({ from }, place) => {
    const before = inOrder[place - 1];
    return before !== undefined && minuteOf(before.until) > minuteOf(from);
  });
}
