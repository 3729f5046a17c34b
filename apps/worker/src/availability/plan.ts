import { z } from 'zod';
import { day } from '../graphql/input.ts';

const HOUR = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const hour = z.string().regex(HOUR);

const HOURS = z.object({
  from: hour, until: hour, minutes: z.int().min(15).max(180), modality: z.string(),
});
/** Hours of all exceptions together: a plan is sent in one sealed request. */
const MOST_EXTRA_HOURS = 100;
const buffer = z.int().min(0).max(120);

/** How a plan looks: as it is kept, and as a therapist sends it. */
export const PLAN = z.object({
  bufferBefore: buffer,
  bufferAfter: buffer,
  rules: z.array(HOURS.extend({ weekday: z.int().min(1).max(7) })).max(70),
  exceptions: z.array(z.object({
    from: day, until: day, hours: z.array(HOURS).max(10),
  })).max(60).refine(
    (exceptions) => exceptions.flatMap(({ hours }) => hours).length <= MOST_EXTRA_HOURS,
    `must have ${MOST_EXTRA_HOURS} hours in all at most`),
});

/** Hours on one day in local time, cut into sessions of one length. */
export type Hours = z.infer<typeof HOURS>;

/**
 * Weekly hours. `weekday` counts from Monday, 1. Hours that end before they begin end on the next
 * day. An exception's hours, which may be none, stand in
 * for the weekly ones from its first day to its last. Buffers are minutes around each session.
 */
export type Plan = z.infer<typeof PLAN>;

/** Minutes since midnight of `HH:MM`. */
export function minuteOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Minutes of a day. */
export const DAY_MINUTES = 1_440;

/** When hours begin and end, in minutes since midnight; what ends earlier ends on the next day. */
export function spanOf({ from, until }: Pick<Hours, 'from' | 'until'>): [number, number] {
  const [begin, end] = [minuteOf(from), minuteOf(until)];
  return [begin, end < begin ? end + DAY_MINUTES : end];
}

const FAULTS = {
  HOURS_TOO_SHORT: 'are shorter than one session: let them end later, or shorten the session.',
  MODALITY_NOT_OFFERED:
    'are for a way of meeting that your profile lacks: add it there with its details first.',
  HOURS_OVERLAP: 'overlap others of yours: end one before the other begins.',
  EXCEPTION_BACKWARDS: 'end before they begin: correct the days.',
  EXCEPTIONS_OVERLAP: 'share a day with another exception: make one of them.',
} as const;

/** What can be wrong with a plan: a stable code, the row, and words that say what to do. */
export interface PlanFault {
  readonly code: keyof typeof FAULTS;
  /** `rules.2`, `exceptions.0`, `exceptions.0.hours.1`, counted from 0 as they were sent. */
  readonly field: string;
  readonly message: string;
}

/** One row of a plan, with what it is called. */
interface Row {
  readonly field: string;
  readonly name: string;
  readonly hours: Hours;
  /** Minutes since the week or the exception began. */
  readonly span: readonly [number, number];
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const WEEK_MINUTES = 7 * DAY_MINUTES;

/**
 * What is wrong with a plan; null when nothing is. The first fault is told, with its row.
 *
 * @param modalities those that the therapist works in.
 */
export function faultOf(plan: Plan, modalities: readonly string[]): PlanFault | null {
  const weekly = plan.rules.map((hours, place): Row => {
    const offset = (hours.weekday - 1) * DAY_MINUTES;
    const [begin, end] = spanOf(hours);
    return {
      field: `rules.${place}`, hours, span: [offset + begin, offset + end],
      name: `${WEEKDAYS[hours.weekday - 1]} ${hours.from}–${hours.until}`,
    };
  });
  const others = plan.exceptions.map(({ from, until, hours: all }, place) =>
    all.map((hours, row): Row => ({
      field: `exceptions.${place}.hours.${row}`, hours, span: spanOf(hours),
      name: `${from} to ${until}, ${hours.from}–${hours.until}`,
    })));
  return [...weekly, ...others.flat()].map((row) => rowFault(row, modalities)).find(Boolean)
    ?? overlapAmong(weekly, WEEK_MINUTES)
    ?? plan.exceptions.map(({ from, until }, place) =>
      overlapAmong(others[place] ?? [], until > from ? DAY_MINUTES : Infinity)).find(Boolean)
    ?? exceptionFault(plan);
}

function rowFault({ field, name, hours, span }: Row, modalities: readonly string[]) {
  if (span[0] + hours.minutes > span[1]) return fault('HOURS_TOO_SHORT', field, name);
  return modalities.includes(hours.modality) ? null : fault('MODALITY_NOT_OFFERED', field, name);
}

/** The first row that another begins within, where all comes again after `cycle`. */
function overlapAmong(rows: readonly Row[], cycle: number): PlanFault | null {
  const inOrder = rows.toSorted((a, b) => a.span[0] - b.span[0]);
  const first = inOrder[0];
  if (!first) return null;
  for (const [place, { field, name, span }] of inOrder.entries()) {
    const next = inOrder[place + 1]?.span[0] ?? first.span[0] + cycle;
    if (span[1] > next) return fault('HOURS_OVERLAP', field, name);
  }
  return null;
}

function exceptionFault({ exceptions }: Plan): PlanFault | null {
  const rows = exceptions.map(({ from, until }, place) =>
    ({ from, until, field: `exceptions.${place}`, name: `${from} to ${until}` }));
  const backwards = rows.find(({ from, until }) => until < from);
  if (backwards) return fault('EXCEPTION_BACKWARDS', backwards.field, backwards.name);
  const inOrder = rows.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const overlap = inOrder.find(({ from }, place) => {
    const before = inOrder[place - 1];
    return before !== undefined && before.until >= from;
  });
  return overlap ? fault('EXCEPTIONS_OVERLAP', overlap.field, overlap.name) : null;
}

function fault(code: PlanFault['code'], field: string, name: string): PlanFault {
  return { code, field, message: `${name} ${FAULTS[code]}` };
}
