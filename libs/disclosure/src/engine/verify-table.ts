import { isSafe } from '../primary.ts';
import {
  digestOf, readTable, type Headcounts, type PublishedTable, type Reading,
} from './published-table.ts';

/** Public evidence that a table is safe: worlds that agree with every published number. */
export interface TableCertificate {
  readonly version: 1;
  /** Digests of the table and of the headcounts that this is about. */
  readonly table: string;
  readonly headcounts: string;
  /** The hidden cells without parts (places in the table's list), in the order of each world. */
  readonly atoms: readonly number[];
  readonly worlds: readonly (readonly number[])[];
  /** Hidden cells that the maker declares safe in themselves; they only cover others. */
  readonly covering: readonly number[];
  /** Digest of all the above. */
  readonly digest: string;
}

/** What the verifier says; `broken` is the first promise that does not hold, without counts. */
export type TableVerdict =
  | { readonly kind: 'verified'; readonly hidden: number; readonly worlds: number }
  | { readonly kind: 'refused'; readonly broken: string };

/** Close a certificate with its digest. */
export function sealCertificate(body: Omit<TableCertificate, 'digest'>): TableCertificate {
  return { ...body, digest: digestOf(body) };
}

/**
 * Check a published table and its certificate with whole numbers alone. No solver, no frame and
 * no pattern is trusted: the equation system is read from the keys, each world is added up anew.
 *
 * With the truth (users of every cell in the table's order, which an auditor hasn't) it also checks
 * that published numbers are true, and that every group which is small or nearly full in truth is
 * one that the worlds leave open.
 */
export function verifyTable(
  table: PublishedTable,
  certificate: TableCertificate,
  headcounts: Headcounts,
  truth?: ArrayLike<number>,
): TableVerdict {
  try {
    const { digest, ...body } = certificate;
    if (certificate.version !== 1) return refuse('a certificate of version 1');
    if (digestOf(body) !== digest) return refuse('the certificate is as it was made');
    if (digestOf(table) !== certificate.table) return refuse('the certificate is of this table');
    if (digestOf(headcounts) !== certificate.headcounts) {
      return refuse('the certificate is of these headcounts');
    }
    const reading = readTable(table, headcounts);
    const broken = brokenCell(reading) ?? brokenEvidence(reading, certificate, truth);
    if (broken !== null) return refuse(broken);
    const hidden = table.cells.filter((cell) => cell.users === null).length;
    return { kind: 'verified', hidden, worlds: certificate.worlds.length };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'a readable table and certificate');
  }
}

/** 1. Every published number is safe by itself; where nobody works, it is 0. */
function brokenCell({ groups, k }: Reading): string | null {
  for (const { users, heads } of groups) {
    if (heads === 0 && users !== 0) return 'a group without staff shows 0';
    if (heads === 0 || users === null) continue;
    if (users < k) return `at least ${k} users in every published cell`;
    if (!isSafe(users, heads, k)) return `at least ${k} non-users in every published cell`;
  }
  return null;
}

function brokenEvidence(
  reading: Reading, { atoms, worlds, covering }: TableCertificate, truth?: ArrayLike<number>,
): string | null {
  const { groups } = reading;
  const hidden = new Set(reading.atoms.filter((at) => groups[at]?.users === null));
  const places = new Map(atoms.map((cell, i) => [reading.groupOf[cell] ?? -1, i]));
  const listed = [...places.keys()].every((at) => hidden.has(at));
  if (!listed || places.size !== hidden.size || atoms.length !== hidden.size) {
    return 'worlds are about the hidden cells without parts, each once';
  }
  if (worlds.length === 0) return 'at least one world';
  const marks = new Uint8Array(groups.length);
  const parts = partsOf(reading, places);
  for (const world of worlds) {
    const broken = markWorld(reading, parts, places.size, world, marks);
    if (broken !== null) return broken;
  }
  const covers = new Set(covering.map((cell) => reading.groupOf[cell] ?? -1));
  if (covers.has(-1) || new Set(covering).size !== covering.length) {
    return 'covering cells are cells of the table, each once';
  }
  return brokenGroup(reading, marks, covers, truth);
}

/** Of each group, the users in its published atoms and the places of its hidden ones in a world. */
interface Parts {
  readonly shown: number;
  readonly places: readonly number[];
}

function partsOf(
  { groups, atoms }: Reading, places: ReadonlyMap<number, number>,
): readonly Parts[] {
  return groups.map(({ atoms: inside }) => {
    let shown = 0;
    const hidden: number[] = [];
    for (const atom of inside) {
      const at = atoms[atom] ?? -1;
      const place = places.get(at);
      if (place === undefined) shown += groups[at]?.users ?? 0;
      else hidden.push(place);
    }
    return { shown, places: hidden };
  });
}

/** What the worlds together show of a group, one bit each. */
const EMPTY = 1;
const HAS_K = 2;
const FULL = 4;
const LACKS_K = 8;
const SAFE = 16;

/** 2. A world is of whole numbers, within the headcounts, and agrees with all that is published. */
function markWorld(
  { groups, k }: Reading, parts: readonly Parts[], size: number, world: readonly number[],
  marks: Uint8Array,
): string | null {
  if (world.length !== size) return 'worlds of one number for each hidden atom';
  if (!world.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    return 'worlds of whole numbers from 0 up';
  }
  for (const [at, { shown, places }] of parts.entries()) {
    const { users = null, heads = 0 } = groups[at] ?? {};
    let sum = shown;
    for (const place of places) sum += world[place] ?? 0;
    if (sum > heads) return 'worlds within the headcounts';
    if (users === null) marks[at] = (marks[at] ?? 0) | marksOf(sum, heads, k);
    else if (sum !== users) return 'worlds that agree with what is published';
  }
  return null;
}

function marksOf(count: number, heads: number, k: number): number {
  return (count === 0 ? EMPTY : 0) | (count >= Math.min(k, heads) ? HAS_K : 0)
    | (count === heads ? FULL : 0) | (count <= Math.max(0, heads - k) ? LACKS_K : 0)
    | (isSafe(count, heads, k) ? SAFE : 0);
}

/** 3. Each hidden group is left open by the worlds, or covers others and may itself be safe. */
function brokenGroup(
  { groups, k }: Reading, marks: Uint8Array, covering: ReadonlySet<number>,
  truth?: ArrayLike<number>,
): string | null {
  for (const [at, { users, heads, cells }] of groups.entries()) {
    const value = truth?.[cells[0] ?? 0];
    if (users !== null) {
      if (covering.has(at)) return 'only hidden cells cover others';
      if (value !== undefined && value !== users) return 'published numbers are true';
      continue;
    }
    const shown = (both: number) => ((marks[at] ?? 0) & both) === both;
    const [isLow, isHigh] = [shown(EMPTY | HAS_K), shown(FULL | LACKS_K)];
    if (covering.has(at) === (isLow || isHigh)) {
      return isLow || isHigh
        ? 'only cells that are not open cover others'
        : 'every hidden cell may be empty and may be large, or may be full and may be far from it';
    }
    if (covering.has(at) && !shown(SAFE)) return 'a cell that covers others may itself be safe';
    if (value === undefined) continue;
    if (value < k && !isLow) return 'every small group may be empty, and may be large';
    if (heads - value < k && !isHigh) return 'every full group may be full, and may be far from it';
  }
  return null;
}

function refuse(broken: string): TableVerdict {
  return { kind: 'refused', broken };
}
