import { REPORTS_OF_YEAR } from '#calendar/periods';
import type { TermsDepartment } from '#disclosure/terms';
import { closePeriod, closeYear, type YearRelease } from '#disclosure/year/close';
import type { Counted } from '#disclosure/year/counted';
import { planYear, type YearPlan } from '#disclosure/year/plan';
import { chanceOf, type Chance } from '#foresight/chance';
import { meanOf, outcomeOf, type Outcome } from '#foresight/foresee';
import { likelyUse, SPREADS } from '#foresight/likely-use';
import { median, result, type BenchResult, type Note } from './measure.ts';

const SEED = 20_261;
const EMPLOYERS = 2_000;
/** Departments have so many people on average; they and sites differ by these concentrations. */
const DEPARTMENT = 80;
const DEPARTMENT_MIX = 3;
const SITE_MIX = 2;

/**
 * What an employer of a size and use is promised: shares of what could have been told, and of
 * delivered sessions that are settled. Where a row is not as it was first written, report.proof.md
 * says why.
 */
interface Row {
  readonly people: number;
  readonly useBps: number;
  readonly bars: Partial<Outcome> & { readonly settled?: number };
}

const ROWS: readonly Row[] = [
  { people: 360, useBps: 500, bars: { total: 0.92, modalities2: 0.76 } },
  { people: 360, useBps: 800, bars: {
    total: 0.99, concerns2: 0.5, modalities2: 0.95, bands: 0.77, sites: 0.2 } },
  { people: 600, useBps: 360, bars: { settled: 0.9 } },
  { people: 1_000, useBps: 360, bars: {
    total: 0.99, concerns2: 0.74, modalities3: 0.52 } },
  { people: 1_000, useBps: 450, bars: { settled: 0.95 } },
  { people: 1_000, useBps: 500, bars: {
    total: 0.99, concerns2: 0.93, modalities3: 0.75, bands: 0.98, wait: 0.83, sites: 0.92 } },
  { people: 5_000, useBps: 360, bars: { totalAlone: 0.99, settled: 0.98 } },
  { people: 5_000, useBps: 500, bars: {
    totalAlone: 0.99, concerns2: 0.97, modalities3: 0.85, bands: 0.98, wait: 0.95, sites: 0.92,
  } },
];

/** Seats of which a year's last period is closed; and the CPU of 20,000 of them, in µs. */
const SEATS = [1_000, 5_000, 20_000, 200_000];
const CLOSING_MICROS = 1_000_000;
const CLOSING_BPS = 2_000;
/** So many times the work for each seat, against a closing of 20,000, is more than linear. */
const LINEAR = 2;
/** The event loop is never held for so long, milliseconds: a closing holds it for all its CPU. */
const LONGEST_HOLD_MS = 100;
const ROUNDS = 5;
/** So many people are closed in a round, one after the other, that its CPU can be measured. */
const PEOPLE_OF_ROUND = 40_000;

/**
 * What seeded employers read in a year, by size and use, against what is promised; and the CPU of
 * closing. @throws Error where a promise is not kept.
 */
export function benchReports(note: Note): Promise<BenchResult[]> {
  const chance = chanceOf(SEED);
  const found = [
    ...ROWS.flatMap((row) => measuredRow(row, chance, note)), ...closings(chance, note),
  ];
  const broken = found.filter(({ unit, ratio }) =>
    (unit === '% of years' ? ratio < 1 : ratio > 1));
  if (broken.length > 0) {
    throw new Error(`not as promised: ${broken.map(({ name, value, ceiling }) =>
      `${name} ${value} (${ceiling})`).join('; ')}`);
  }
  return Promise.resolve(found);
}

/** An employer of so many people, in departments of several sites, by chance. */
function employer(people: number, chance: Chance): TermsDepartment[] {
  const sites = people < 700 ? 2 : people < 3_000 ? 4 : 8;
  return split(people, sites, SITE_MIX, chance).flatMap((own, site) =>
    split(own, Math.max(1, Math.round(own / DEPARTMENT)), DEPARTMENT_MIX, chance)
      .map((one) => ({ site: site + 1, people: one })))
    .map((one, at) => ({ number: at + 1, ...one }));
}

/** Whole numbers, one at least, that add up. */
function split(people: number, parts: number, mix: number, chance: Chance): number[] {
  const shares = chance.shares(Array<number>(parts).fill(1 / parts), mix * parts);
  const counts = shares.map((share) => 1 + Math.floor(share * (people - parts)));
  const rest = people - counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, at) => count + (at === 0 ? rest : 0));
}

function measuredRow({ people, useBps, bars }: Row, chance: Chance, note: Note): BenchResult[] {
  const [alike, unlike] = SPREADS.map((spread) => {
    const years = Array.from({ length: EMPLOYERS }, () => {
      const departments = employer(people, chance);
      const plan = planned(departments, useBps);
      const counted = likelyUse(plan, departments, useBps, spread, chance);
      const releases = closeYear(plan, counted);
      return { outcome: outcomeOf(plan, releases), settled: releases.at(-1)?.settled ?? 0,
        delivered: counted.reduce((sum, { sessions }) => sum + sessions, 0) };
    });
    const sum = (of: (year: (typeof years)[number]) => number) =>
      years.reduce((all, year) => all + of(year), 0);
    const settled = sum((year) => year.settled) / sum(({ delivered }) => delivered);
    return { ...meanOf(years.map(({ outcome }) => outcome)), settled };
  });
  const name = `${people} people at ${useBps / 100} %`;
  note(`${name}: ${Object.entries(alike ?? {}).map(([what, share]) =>
    `${what} ${percent(share)}`).join(', ')}`);
  return Object.entries(bars).map(([what, bar]) => {
    const worse = Math.min(...[alike, unlike].map((seen) => seen?.[what as keyof Outcome] ?? 0));
    // A tenth of a per cent is told, and counts: nothing is rounded up to its bar.
    return { name: `${name}: ${what}`, value: percent(worse), unit: '% of years',
      ceilingName: 'bar', ceiling: percent(bar), ratio: Math.floor((worse / bar) * 1000) / 1000 };
  });
}

/** CPU of closing the last period, which tells most, of a fifth of the seats: median of some. */
function closings(chance: Chance, note: Note): BenchResult[] {
  const measured = SEATS.map((seats) => {
    const departments = employer(seats, chance);
    const plan = planned(departments, 1_000);
    const people = likelyUse(plan, departments, CLOSING_BPS, SPREADS[0], chance);
    const before = closeYear(plan, people).slice(0, REPORTS_OF_YEAR - 1);
    const micros = median(Array.from({ length: ROUNDS }, () => cpuOf(plan, before, people)));
    note(`closing ${seats} seats, ${people.length} people: ${Math.round(micros)} µs`);
    return { seats, micros };
  });
  const at = (wanted: number) => measured.find(({ seats }) => seats === wanted)?.micros ?? NaN;
  return [
    ...measured.map(({ seats, micros }) => result(`closing ${seats} seats`, 'µs of CPU', 'budget',
      { value: micros, ceiling: CLOSING_MICROS * (seats / 20_000) })),
    ...measured.map(({ seats, micros }) => result(`closing ${seats} seats, hold of the loop`, 'ms', 'budget',
      { value: micros / 1_000, ceiling: LONGEST_HOLD_MS })),
    result('closing 200000 seats, each against one of 20000', '%', 'linear, twice over',
      { value: (100 * at(200_000)) / (10 * at(20_000)), ceiling: 100 * LINEAR }),
  ];
}

function cpuOf(
  plan: YearPlan, before: readonly YearRelease[], people: readonly Counted[],
): number {
  const times = Math.ceil(PEOPLE_OF_ROUND / people.length);
  const started = process.cpuUsage();
  for (let time = 0; time < times; time += 1) closePeriod(plan, before, people);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / times;
}

function planned(departments: readonly TermsDepartment[], rateBps: number): YearPlan {
  const plan = planYear({
    departments, rateBps, k: 10, sessionsPerMember: 8, paid: 'sessions' });
  if (plan.kind === 'refused') throw new Error(plan.fault);
  return plan;
}

function percent(share: number): number {
  return Math.floor(share * 1000) / 10;
}
