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

const FAULTS = {
  HOURS_TOO_SHORT:
    'Some hours are shorter than one session: let them end later, or shorten the session.',
  MODALITY_NOT_OFFERED:
    'Some hours are for a way of meeting that your profile lacks: add it there first.',
  HOURS_OVERLAP: 'Two of your hours on one day overlap: end one before the other begins.',
  EXCEPTION_BACKWARDS: 'An exception ends before it begins: correct its days.',
  EXCEPTIONS_OVERLAP: 'Two exceptions share a day: make one of them.',
} as const;

/** What can be wrong with a plan: a stable code, and words that say what to do. */
export interface PlanFault { readonly code: keyof typeof FAULTS; readonly message: string }

/**
 * What is wrong with a plan; null when nothing is.
 *
 * @param modalities those that the therapist works in.
 */
export function faultOf(plan: Plan, modalities: readonly string[]): PlanFault | null {
  const code = faultCode(plan, modalities);
  return code && { code, message: FAULTS[code] };
}

function faultCode(plan: Plan, modalities: readonly string[]): PlanFault['code'] | null {
  const all = [...plan.rules, ...plan.exceptions.flatMap(({ hours }) => hours)];
  if (all.some(({ from, until, minutes }) => minuteOf(from) + minutes > minuteOf(until))) {
    return 'HOURS_TOO_SHORT';
  }
  if (all.some(({ modality }) => !modalities.includes(modality))) {
    return 'MODALITY_NOT_OFFERED';
  }
  const days = [...Map.groupBy(plan.rules, ({ weekday }) => weekday).values(),
    ...plan.exceptions.map(({ hours }) => hours)];
  if (days.some(overlapping)) return 'HOURS_OVERLAP';
  return exceptionFault(plan);
}

function exceptionFault({ exceptions }: Plan): PlanFault['code'] | null {
  if (exceptions.some(({ from, until }) => until < from)) return 'EXCEPTION_BACKWARDS';
  const inOrder = exceptions.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const overlap = inOrder.some(({ from }, place) => {
    const before = inOrder[place - 1];
    return before !== undefined && before.until >= from;
  });
  return overlap ? 'EXCEPTIONS_OVERLAP' : null;
}

function overlapping(hours: readonly Hours[]): boolean {
  const inOrder = hours.toSorted((a, b) => minuteOf(a.from) - minuteOf(b.from));
  return inOrder.some(({ from }, place) => {
    const before = inOrder[place - 1];
    return before !== undefined && minuteOf(before.until) > minuteOf(from);
  });
}
