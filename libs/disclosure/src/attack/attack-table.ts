import { loadSolverRuntime } from '../engine/highs-solver.ts';
import {
  readTable, type Headcounts, type PublishedTable, type Reading,
} from '../engine/published-table.ts';
import { isSafe } from '../primary.ts';
import { auditIntervals, type Beliefs, type Interval } from './intervals.ts';
import { determined } from './row-reduction.ts';

/** What one attacker got out of a release. */
export interface Finding {
  readonly attacker: string;
  readonly learned: string;
  /** `note`: more than the guarantee speaks of, and told for that reason. */
  readonly verdict: 'holds' | 'BROKEN' | 'note';
}

/**
 * Run the attackers that apply to one release. Each works from the
 * release and the headcounts alone. Throws `bad-releases` when the release cannot be read.
 */
export async function attackTable(
  table: PublishedTable, headcounts: Headcounts,
): Promise<readonly Finding[]> {
  const reading = readTable(table, headcounts);
  const name = namer(table, reading);
  const highs = await loadSolverRuntime();
  const intervals = auditIntervals(highs, reading);
  const { groups, k } = reading;
  const unsafe = groups.flatMap(({ users, heads }, at) =>
    users !== null && heads > 0 && !isSafe(users, heads, k) ? [at] : []);
  const [exact = []] = determined([reading]);
  const hidden = [...intervals];
  const heads = (at: number) => groups[at]?.heads ?? 0;
  const few = hidden.flatMap(([at, { most }]) => (most < Math.min(k, heads(at)) ? [at] : []));
  const full = hidden.flatMap(([at, { least }]) =>
    least > Math.max(0, heads(at) - k) ? [at] : []);
  const point = hidden.flatMap(([at, { least, most }]) => (least === most ? [at] : []));
  return [
    finding('primary scan', unsafe, name, 'every published group has k users and k non-users',
      'published although too small or too full'),
    finding('exact row reduction', exact, name, 'no hidden number follows by subtraction',
      'follows exactly from published numbers'),
    finding('interval audit', point, name, widths(intervals), 'has one possible value'),
    finding('no-user groups', few, name, 'no hidden group is certain to be below k',
      'certainly has fewer than k users'),
    finding('all-user groups', full, name, 'no hidden group is certain to be nearly full',
      'certainly has fewer than k non-users'),
    coalition(reading, name),
    reasoning(reading, intervals, name, (beliefs) => auditIntervals(highs, reading, beliefs)),
  ];
}

function finding(
  attacker: string, places: readonly number[], name: (at: number) => string,
  holds: string, learned: string,
): Finding {
  if (places.length === 0) return { attacker, learned: holds, verdict: 'holds' };
  const shown = places.slice(0, 5).map(name).join('; ');
  const more = places.length > 5 ? ` and ${places.length - 5} more` : '';
  return { attacker, learned: `${shown}${more}: ${learned}`, verdict: 'BROKEN' };
}

function widths(intervals: ReadonlyMap<number, Interval>): string {
  const all = [...intervals.values()].map(({ least, most }) => most - least).sort((a, b) => a - b);
  return all.length === 0 ? 'nothing is hidden'
    : `${all.length} hidden groups, narrowest interval ${all[0]} wide`;
}

/** k − 1 colleagues who tell each other everything, against each published group. */
function coalition({ groups, k }: Reading, name: (at: number) => string): Finding {
  const exposed = groups.flatMap(({ users, heads }, at) => {
    if (users === null || heads === 0) return [];
    return users - (k - 1) < 1 || heads - users - (k - 1) < 1 ? [at] : [];
  });
  return finding('coalition of k − 1', exposed, name,
    'a user and a non-user remain among the others of every published group',
    'leaves nobody, or everybody, among the others');
}

/**
 * She also knows how the engine works: a hidden cell that cannot be empty (or full) has no
 * witnesses, so it was not hidden for itself, so it has k users (or non-users). This goes beyond
 * the linear system of section 4; what it finds is told, and not counted as broken
 * (docs/decisions, "what the pattern tells").
 */
function reasoning(
  reading: Reading, intervals: ReadonlyMap<number, Interval>, name: (at: number) => string,
  audit: (beliefs: Beliefs) => ReadonlyMap<number, Interval>,
): Finding {
  const { groups, k } = reading;
  const beliefs = new Map<number, Interval>();
  for (const [at, { least, most }] of intervals) {
    const heads = groups[at]?.heads ?? 0;
    const low = least > 0 ? Math.max(least, k) : 0;
    const high = most < heads ? Math.min(most, heads - k) : heads;
    if (low <= high) beliefs.set(at, { least: low, most: high });
  }
  const sharper = [...audit(beliefs)].flatMap(([at, { most, least }]) => {
    const heads = groups[at]?.heads ?? 0;
    return most < Math.min(k, heads) || least > Math.max(0, heads - k) ? [at] : [];
  });
  const attacker = 'reasoning about the pattern';
  const found = finding(attacker, sharper, name, 'nothing more from knowing the method',
    'would be certain for who also reasons about why cells are hidden');
  return { ...found, verdict: sharper.length > 0 ? 'note' : 'holds' };
}

function namer(table: PublishedTable, reading: Reading): (at: number) => string {
  return (at) => {
    const cell = table.cells[reading.groups[at]?.cells[0] ?? 0];
    return Object.entries(cell?.key ?? {})
      .map(([dimension, value]) => `${dimension} ${[value].flat().join('+')}`).join(', ');
  };
}
