import { auditIntervals } from '../../../libs/disclosure/src/attack/intervals.ts';
import { determined } from '../../../libs/disclosure/src/attack/row-reduction.ts';
import { loadSolverRuntime } from '../../../libs/disclosure/src/engine/highs-solver.ts';
import { makeRelease } from '../../../libs/disclosure/src/release.ts';
import type { Certificate } from '../../../libs/disclosure/src/certificate.ts';
import type { UsageRelease } from '../../../libs/disclosure/src/usage-release.ts';
import type { CaseUse, Layout } from '../../../libs/disclosure/src/table.ts';
import { verifyRelease } from '../../../libs/disclosure/src/verify.ts';
import { stream } from './employers.ts';
import { readRelease, type ReleaseReading } from './release-reading.ts';

/** What the attackers of whole releases counted; `breaches` must stay empty. */
export interface ReleaseTally {
  releases: number;
  cells: number;
  hidden: number;
  crossedShown: number;
  audited: number;
  mutants: number;
  accepted: number;
  readonly breaches: string[];
}

/** An empty count. */
export function noReleasesYet(): ReleaseTally {
  return {
    releases: 0, cells: 0, hidden: 0, crossedShown: 0, audited: 0, mutants: 0, accepted: 0,
    breaches: [],
  };
}

const PERIODS = ['2025-10.4', '2026-10.1', '2026-10.2'] as const;
const MODALITIES = ['video', 'phone', 'person'];
const CONCERNS = ['stress', 'work', 'grief'];
const RATES = [0, 0.03, 0.1, 0.25, 0.5, 0.97, 1];

/**
 * An employer's releases of three reporting periods, as the running system makes them, and an
 * analyst who puts all their tables into one system: what follows exactly (rational row reduction
 * over all releases together), and what lies in too narrow an interval (linear programmes over all
 * tables of one release). Every published number is scanned; certificates are changed, and must be
 * refused.
 */
export async function attackReleases(seed: number, tally: ReleaseTally): Promise<void> {
  const next = stream(seed + 9_000);
  const layout = layoutOf(next);
  const readings: ReleaseReading[] = [];
  for (const [nth, period] of PERIODS.entries()) {
    const cases = casesOf(layout, RATES[(seed + nth * nth) % RATES.length] ?? 0.1, next);
    const { release, certificate } = makeRelease({
      programme: 'p', period, layout, cases, bearerSessions: seed % 5, fundedSessions: 5_000,
    });
    const places = layout.blocks.length * MODALITIES.length * CONCERNS.length * 3;
    readings.push(readRelease(release, layout, cases, nth * places));
    tally.releases += 1;
    tally.cells += release.cells.length;
    tally.hidden += release.cells.filter(({ users }) => users === null).length;
    tally.crossedShown += release.cells.filter(({ table, users }) =>
      table.startsWith('block-') && users !== null).length;
    const reading = readRelease(release, layout, cases);
    const found = [...scan(reading), ...await audit(reading, tally)];
    tally.breaches.push(...found.map((what) => `seed ${seed}, ${period}: ${what}`));
    mutate(release, certificate, layout, next, tally);
  }
  determined(readings).forEach((exact, nth) => {
    for (const at of exact) {
      const group = readings[nth]?.groups[at];
      if (!group || !isSecret(group)) continue;
      tally.breaches.push(`seed ${seed}: ${group.name} follows exactly in period ${nth}`);
    }
  });
}

type Group = ReleaseReading['groups'][number];

/** Groups of cells and atoms that are small or nearly full in truth. */
function isSecret({ truth, heads, k }: Group): boolean {
  return truth < k || heads - truth < k;
}

function scan({ groups }: ReleaseReading): string[] {
  return groups.flatMap((group) => {
    if (group.users === null) return [];
    if (group.users !== group.truth) return [`${group.name} is not true`];
    // Concerns need k users of their own; that they have fewer than k non-users cannot be.
    return isSecret(group) ? [`${group.name} is published unsafe`] : [];
  });
}

async function audit(reading: ReleaseReading, tally: ReleaseTally): Promise<string[]> {
  const intervals = auditIntervals(await loadSolverRuntime(), reading);
  const published = new Map(reading.groups.map(({ name, users }) => [name, users]));
  // What all hidden blocks hold together follows by subtraction, and bounds each of their parts.
  const blocks = reading.groups.filter(({ name }) => name.startsWith('block '));
  const rest = (published.get('total *') ?? Infinity)
    - blocks.reduce((sum, { users }) => sum + (users ?? 0), 0);
  return reading.groups.flatMap((group, at) => {
    if (group.users !== null || group.name.startsWith('atom') || !isSecret(group)) return [];
    // People and sessions of all tell of bands by themselves, as they did before there were any.
    if (/\bband\b/.test(group.name) && published.get('band 1') === null) return [];
    tally.audited += 1;
    const { least, most } = intervals.get(at) ?? { least: -1, most: -1 };
    const { name, truth, heads, k } = group;
    // A block of 7 users that is published says by itself that none of its cells has 10.
    const [table = '', key = ''] = name.split(' ');
    const block = table.startsWith('block-') ? published.get(`block ${key.split('/')[0]}`) : null;
    const inside = table === 'union' || table === 'site' || block === null ? rest : heads;
    const room = Math.min(heads, published.get('total *') ?? heads, block ?? inside);
    const isClosed = truth < k ? least !== 0 || most < Math.min(k, room)
      : most !== room || least > heads - k;
    return isClosed ? [`${name} lies within ${least} to ${most} of ${heads}`] : [];
  });
}

/** One change at a time; a verifier with the public layout must refuse each. */
function mutate(
  release: UsageRelease, certificate: Certificate, layout: Layout, next: () => number,
  tally: ReleaseTally,
): void {
  const at = Math.floor(next() * release.cells.length);
  const cell = release.cells[at];
  if (!cell) return;
  const put = (change: object) => ({
    ...release, cells: release.cells.with(at, { ...cell, ...change }),
  });
  const shown = cell.users === null ? 7 : null;
  const changed: [UsageRelease, Certificate][] = [
    [put({ users: (cell.users ?? 6) + 1, reason: 'published' }), certificate],
    [put({ users: shown, reason: shown === null ? 'protected' : 'published' }), certificate],
    [{ ...release, cells: release.cells.toSpliced(at, 1) }, certificate],
    [{ ...release, k: release.k - 1 }, certificate],
    [{ ...release, settledSessions: release.settledSessions + 1 }, certificate],
    [{ ...release, releasedOn: '2027-01-01' }, certificate],
    [release, { ...certificate, witnesses: [] }],
  ];
  // Of each crossed table: no worlds at all, and one with a user more.
  for (const [crossing, worlds] of Object.entries(certificate.crossed ?? {})) {
    const [first = []] = worlds;
    for (const list of [[], worlds.with(0, first.with(0, (first[0] ?? 0) + 1))]) {
      changed.push([release,
        { ...certificate, crossed: { ...certificate.crossed, [crossing]: list } }]);
    }
  }
  for (const [body, evidence] of changed) {
    tally.mutants += 1;
    if (verifyRelease(body, evidence, layout).kind === 'verified') tally.accepted += 1;
  }
}

function layoutOf(next: () => number): Layout {
  const count = 1 + Math.floor(next() * 8);
  const inSite = 1 + Math.floor(next() * 4);
  return {
    blocks: Array.from({ length: count }, (_, i) => ({
      block: `B${i + 1}`, label: '', headcount: 60 + Math.floor(next() * 140),
      site: next() < 0.2 ? null : String(Math.floor(i / inSite)),
    })),
    modalities: MODALITIES, concerns: CONCERNS,
    crossed: next() < 0.7 ? ['modality', 'concern', 'band'] : ['modality', 'concern'],
    creditsPerMember: [2, 4, 8, 12][Math.floor(next() * 4)] ?? 8,
  };
}

function casesOf(layout: Layout, rate: number, next: () => number): CaseUse[] {
  const pick = (list: readonly string[]) => list[Math.floor(next() ** 1.4 * list.length)] ?? '';
  return layout.blocks.flatMap(({ block, headcount }) =>
    Array.from({ length: headcount }).flatMap(() => (next() < rate ? [{
      block, modality: pick(MODALITIES), concern: pick(CONCERNS),
      sessions: Math.floor(next() * 10),
    }] : [])));
}
