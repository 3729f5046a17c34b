import { createHash } from 'node:crypto';
import { canonical } from '../canonical.ts';
import { DisclosureError } from '../disclosure-error.ts';
import type { CellKey, KeyValue } from './frame.ts';

/** One published cell: users, or null where the number is hidden. */
export interface TableCell {
  readonly key: CellKey;
  readonly users: number | null;
}

/** A whole table as it is published, with every margin. */
export interface PublishedTable {
  readonly k: number;
  readonly dimensions: readonly string[];
  readonly cells: readonly TableCell[];
}

/** Headcounts by the leading dimensions of a table. */
export interface Headcounts {
  readonly dimensions: readonly string[];
  readonly rows: readonly { readonly values: readonly string[]; readonly headcount: number }[];
}

/** A distinct group of people; several cells may be about the same group. */
interface Group {
  readonly cells: readonly number[];
  readonly users: number | null;
  readonly heads: number;
  /** Its parts, as places in {@link Reading.atoms}. */
  readonly atoms: readonly number[];
}

/** A published table as an equation system over its atoms. */
export interface Reading {
  readonly k: number;
  readonly groups: readonly Group[];
  /** For each atom, the group that is that atom alone. */
  readonly atoms: readonly number[];
  readonly groupOf: readonly number[];
  /** What else is known of atoms: weighted sums that lie between two numbers. */
  readonly ranges?: readonly WeightedRange[];
}

/** `least ≤ Σ weights[i] · atoms[i] ≤ most`. */
export interface WeightedRange {
  readonly atoms: readonly number[];
  readonly weights: readonly number[];
  readonly least: number;
  readonly most: number;
}

/** The sum that ties a certificate to what it certifies: SHA-256 of the canonical JSON, hex. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/**
 * Read a published table by itself, from its keys and the headcounts alone, without the frame that
 * it was made with. Throws `bad-releases` with what is wrong: keys that overlap, a margin that is
 * missing, a group that is told twice with different numbers.
 */
export function readTable(table: PublishedTable, headcounts: Headcounts): Reading {
  checkShape(table, headcounts);
  const others = table.dimensions.slice(headcounts.dimensions.length);
  const axes = [new Axis(rowsOf(headcounts)), ...others.map(() => new Axis(categories()))];
  const named = [headcounts.dimensions, ...others.map((name) => [name])];
  const places = table.cells.map(({ key }) => axes.map((axis, a) =>
    axis.place((named[a] ?? []).map((name) => valueOf(key, name)))));
  axes.forEach((axis) => { axis.close(); });
  const expected = axes.reduce((product, axis) => product * axis.parts.length, 1);
  const distinct = new Set(places.map((place) => place.join()));
  if (distinct.size !== table.cells.length) refuse('A cell is given twice.');
  if (expected !== table.cells.length) refuse('Every combination and every margin is listed.');
  return assemble(table, headcounts, axes, places);
}

function assemble(
  table: PublishedTable, headcounts: Headcounts, axes: readonly Axis[], places: readonly number[][],
): Reading {
  const strides = axes.map((_, a) => axes.slice(a + 1).reduce((n, axis) => n * axis.leafCount, 1));
  const found = new Map<string, { at: number; cells: number[]; place: readonly number[] }>();
  const groupOf = places.map((place, cell) => {
    const id = place.map((part, a) => axes[a]?.identity(part)).join('|');
    const group = found.get(id) ?? { at: found.size, cells: [], place };
    found.set(id, group);
    group.cells.push(cell);
    return group.at;
  });
  const atoms: number[] = [];
  const groups = [...found.values()].map(({ at, cells, place }): Group => {
    const users = cells.map((cell) => table.cells[cell]?.users ?? null);
    if (new Set(users).size !== 1) refuse('Two cells about the same people tell the same.');
    const rows = axes[0]?.membersAt(place[0] ?? 0) ?? [];
    const heads = rows.reduce((sum, row) => sum + (headcounts.rows[row]?.headcount ?? 0), 0);
    let inside = [0];
    place.forEach((part, a) => {
      const leaves = axes[a]?.leavesOf(part) ?? [];
      inside = inside.flatMap((n) => leaves.map((leaf) => n + leaf * (strides[a] ?? 1)));
    });
    if (inside.length === 1) atoms[inside[0] ?? 0] = at;
    return { cells, users: users[0] ?? null, heads, atoms: inside };
  });
  return { k: table.k, groups, atoms, groupOf };
}

/** Who is meant by the values of a key on one axis, each member once. */
type MembersOf = (values: readonly KeyValue[]) => readonly number[];

/** The parts of one axis as sets of members; leaves are the parts without smaller parts. */
class Axis {
  readonly parts: { readonly members: readonly number[] }[] = [];
  leafCount = 0;
  private readonly known = new Map<string, number>();
  private leafOf: readonly number[] = [];

  constructor(private readonly membersOf: MembersOf) {}

  place(values: readonly KeyValue[]): number {
    const text = JSON.stringify(values);
    const part = this.known.get(text) ?? this.parts.push({ members: this.membersOf(values) }) - 1;
    this.known.set(text, part);
    return part;
  }

  /** Find the leaves, and see that they share out the whole axis without overlap. */
  close(): void {
    const smallest: number[] = [];
    this.parts.forEach(({ members }, part) => {
      for (const member of members) {
        const held = this.parts[smallest[member] ?? -1];
        if (!held || members.length < held.members.length) smallest[member] = part;
      }
    });
    const sizes: number[] = [];
    const leaf = new Map<number, number>();
    this.parts.forEach(({ members }, part) => {
      if (members.length === 0 || members.some((member) => smallest[member] !== part)) return;
      leaf.set(part, sizes.push(members.length) - 1);
    });
    this.leafCount = sizes.length;
    this.leafOf = smallest.map((part) => leaf.get(part) ?? -1);
    if (this.leafOf.includes(-1)) refuse('Merged categories do not overlap.');
    this.parts.forEach(({ members }, part) => {
      const covered = this.leavesOf(part).reduce((sum, at) => sum + (sizes[at] ?? 0), 0);
      if (covered !== members.length) refuse('Every group is a union of the smallest ones.');
    });
  }

  leavesOf(part: number): readonly number[] {
    return [...new Set(this.membersAt(part).map((member) => this.leafOf[member] ?? -1))];
  }

  identity(part: number): string {
    return this.membersAt(part).toSorted((a, b) => a - b).join();
  }

  membersAt(part: number): readonly number[] {
    return this.parts[part]?.members ?? [];
  }
}

/** The members of an axis without headcounts: its categories, numbered as they come. */
function categories(): MembersOf {
  const ids = new Map<string, number>();
  const whole: number[] = [];
  return ([value = '*']) => {
    if (value === '*') return whole;
    const names = new Set([value].flat());
    return Array.from(names, (name) => {
      const id = ids.get(name) ?? whole.push(ids.size) - 1;
      ids.set(name, id);
      return id;
    });
  };
}

/** Rows with staff that a combination of block values names; a combination of none is a zero. */
function rowsOf({ dimensions, rows }: Headcounts): MembersOf {
  const named = dimensions.map(() => new Map<string, number[]>());
  rows.forEach(({ values, headcount }, i) => {
    named.forEach((lists, d) => {
      const list = lists.get(values[d] ?? '') ?? [];
      lists.set(values[d] ?? '', list);
      if (headcount > 0) list.push(i);
    });
  });
  const staffed = rows.flatMap(({ headcount }, i) => (headcount > 0 ? [i] : []));
  return (values) => {
    const sets = named.flatMap((lists, d) => {
      const value = values[d] ?? '*';
      if (value === '*') return [];
      return [new Set([value].flat().flatMap((name) =>
        lists.get(name) ?? refuse(`The headcounts do not know "${name}".`)))];
    });
    const [first = staffed, ...others] = sets;
    return [...first].filter((row) => others.every((set) => set.has(row)));
  };
}

function checkShape(table: PublishedTable, { dimensions }: Headcounts): void {
  const { k, cells } = table;
  if (!Number.isSafeInteger(k) || k < 2) refuse('k is a whole number from 2 up.');
  if (dimensions.some((name, d) => table.dimensions[d] !== name)) {
    refuse('The leading dimensions are those of the headcounts.');
  }
  const names = [...table.dimensions].sort().join();
  for (const { key, users } of cells) {
    if (Object.keys(key).sort().join() !== names) refuse('A key names every dimension once.');
    if (users !== null && (!Number.isSafeInteger(users) || users < 0)) {
      refuse('Users are whole numbers from 0 up, or null.');
    }
  }
}

function valueOf(key: CellKey, name: string): KeyValue {
  return key[name] ?? refuse(`A key lacks "${name}".`);
}

function refuse(message: string): never {
  throw new DisclosureError('bad-releases', message);
}
