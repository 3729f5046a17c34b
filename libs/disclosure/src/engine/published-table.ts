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
  const blocks = new Axis();
  const axes = [blocks, ...others.map(() => new Axis())];
  const lookUp = rowsOf(headcounts);
  const places = table.cells.map(({ key }) => [
    blocks.place(headcounts.dimensions.map((name) => valueOf(key, name)), lookUp),
    ...others.map((name, a) => (axes[a + 1] ?? blocks).place([valueOf(key, name)], null)),
  ]);
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
  const found = new Map<string, number>();
  const alike: { cells: number[]; place: readonly number[] }[] = [];
  const groupOf = places.map((place, cell) => {
    const id = place.map((part, a) => axes[a]?.identity(part)).join('|');
    const at = found.get(id) ?? found.size;
    found.set(id, at);
    (alike[at] ??= { cells: [], place }).cells.push(cell);
    return at;
  });
  const atoms: number[] = [];
  const groups = alike.map(({ cells, place }, at): Group => {
    const users = cells.map((cell) => table.cells[cell]?.users ?? null);
    if (new Set(users).size !== 1) refuse('Two cells about the same people tell the same.');
    const rows = axes[0]?.parts[place[0] ?? 0]?.members ?? [];
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

/** The parts of one axis as sets of members; leaves are the parts without smaller parts. */
class Axis {
  readonly parts: { readonly members: readonly number[] }[] = [];
  leafCount = 0;
  private readonly known = new Map<string, number>();
  private readonly names = new Map<string, number>();
  private readonly whole: number[] = [];
  private leafOf: number[] = [];

  place(
    values: readonly KeyValue[], lookUp: ((values: readonly KeyValue[]) => number[]) | null,
  ): number {
    const text = JSON.stringify(values);
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const [value] = values;
    const isWhole = values.every((one) => one === '*');
    const members = lookUp ? lookUp(values) : isWhole ? this.whole : this.memberOf(value ?? '*');
    this.parts.push({ members });
    this.known.set(text, this.parts.length - 1);
    return this.parts.length - 1;
  }

  /** Find the leaves, and see that they share out the whole axis without overlap. */
  close(): void {
    for (const id of this.names.values()) this.whole.push(id);
    const smallest: number[] = [];
    this.parts.forEach(({ members }, part) => {
      for (const member of members) {
        const held = this.parts[smallest[member] ?? -1];
        if (!held || members.length < held.members.length) smallest[member] = part;
      }
    });
    const leaf = new Map<number, number>();
    this.parts.forEach(({ members }, part) => {
      if (members.length === 0 || members.some((member) => smallest[member] !== part)) return;
      leaf.set(part, leaf.size);
    });
    this.leafCount = leaf.size;
    this.leafOf = smallest.map((part) => leaf.get(part) ?? -1);
    if (this.leafOf.includes(-1)) refuse('Merged categories do not overlap.');
    const sizes = new Map([...leaf].map(([part, at]) => [at, this.parts[part]?.members.length]));
    for (const { members } of this.parts) {
      const inside = new Set(members.map((member) => this.leafOf[member] ?? -1));
      const covered = [...inside].reduce((sum, at) => sum + (sizes.get(at) ?? 0), 0);
      if (covered !== members.length) refuse('Every group is a union of the smallest ones.');
    }
  }

  leavesOf(part: number): number[] {
    return [...new Set(this.parts[part]?.members.map((member) => this.leafOf[member] ?? -1))];
  }

  identity(part: number): string {
    return [...(this.parts[part]?.members ?? [])].sort((a, b) => a - b).join(',');
  }

  private memberOf(value: KeyValue): number[] {
    return [value].flat().map((name) => {
      const id = this.names.get(name) ?? this.names.size;
      this.names.set(name, id);
      return id;
    });
  }
}

/** Rows with staff that a combination of block values names; a combination of none is a zero. */
function rowsOf({ dimensions, rows }: Headcounts): (values: readonly KeyValue[]) => number[] {
  const index = dimensions.map(() => new Map<string, number[]>());
  const staffed = rows.flatMap((row, i) => (row.headcount > 0 ? [i] : []));
  for (const [i, row] of rows.entries()) {
    row.values.forEach((value, d) => {
      const list = index[d]?.get(value) ?? [];
      index[d]?.set(value, list);
      if (row.headcount > 0) list.push(i);
    });
  }
  const exact = new Map(staffed.map((i) => [JSON.stringify(rows[i]?.values), i]));
  return (values) => {
    const known = exact.get(JSON.stringify(values));
    if (known !== undefined) return [known];
    let candidates = staffed;
    values.forEach((value, d) => {
      if (value === '*') return;
      const lists = [value].flat().map((name) =>
        index[d]?.get(name) ?? refuse(`The headcounts do not know "${name}".`));
      const few = lists.flat();
      if (few.length < candidates.length) candidates = few;
    });
    const allowed = values.map((value) => (value === '*' ? null : new Set([value].flat())));
    return candidates.filter((i) =>
      allowed.every((names, d) => names === null || names.has(rows[i]?.values[d] ?? '')));
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
