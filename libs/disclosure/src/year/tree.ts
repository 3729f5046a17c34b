import type { TermsDepartment } from '../terms.ts';

/**
 * A group of a plan and the groups that it may be split into; the shape is fixed before the year.
 * Categories of a list have no people of their own.
 */
export interface PlanNode {
  readonly name: string;
  /** People at the start of the year, never spare seats; absent for a category of a list. */
  readonly people?: number;
  readonly children: readonly PlanNode[];
}

/** A group of whole departments. */
export interface SiteNode extends PlanNode {
  readonly people: number;
  /** Departments by number, in order. */
  readonly departments: readonly number[];
  /** Its one site; null where it reaches over several. */
  readonly site: number | null;
  readonly children: readonly SiteNode[];
}

/** From which size on a group stands by itself. */
export interface Sizes {
  /** Fewest people of any group. */
  readonly people: number;
  /** Fewest people for the cases that a site is to expect, and for those of half a site. */
  readonly site: number;
  readonly half: number;
}

/** A group before it has its place in the tree. */
interface Piece {
  readonly departments: readonly TermsDepartment[];
  readonly parts: readonly Piece[];
}

/**
 * The tree of everybody, from headcounts alone: sites, the two smallest merged until all are one;
 * each large one in halves, as often as both are large enough. Of equal sizes the one with the
 * first department comes first, so the order of `departments` does not matter.
 */
export function siteTree(departments: readonly TermsDepartment[], sizes: Sizes): SiteNode {
  const ordered = [...departments].sort((a, b) => a.number - b.number);
  const sites = [...Map.groupBy(ordered, ({ site }) => site).values()];
  const least = Math.max(sizes.people, sizes.site);
  let pieces = sites.map((own): Piece => ({ departments: own, parts: [] }));
  while (pieces.length > 1) {
    const [first, second, ...others] = [...pieces].sort(bySize);
    if (!first || !second) break;
    // A site that is too small to stand by itself is of the group that it joins.
    const parts = sizeOf(first) >= least ? [first, second] : [];
    const both = [...first.departments, ...second.departments];
    pieces = [...others, { departments: both.sort((a, b) => a.number - b.number), parts }];
  }
  const [root] = pieces;
  return node(halved(root ?? { departments: [], parts: [] }, sizes), '1');
}

/** A block of the year before, in a report's plan. */
export interface GroupBefore {
  readonly people: number;
  readonly site: number;
  /** Name of the group that it was in, a leaf of the tree. */
  readonly group: string;
}

/** Whether a size is within a fifth of what it was. */
export function isNear(now: number, before: number): boolean {
  return 5 * Math.abs(now - before) <= before;
}

/**
 * The tree of the year before with other headcounts. Null where there is none, where a department
 * came or went, is at another site or not within a fifth of what it was, and where a group is too
 * small now: then the tree is made anew.
 */
export function keptTree(
  before: readonly GroupBefore[], departments: readonly TermsDepartment[], least: number,
): SiteNode | null {
  const ordered = [...departments].sort((a, b) => a.number - b.number);
  const areKept = before.length === ordered.length && ordered.every(({ site, people }, at) =>
    site === before[at]?.site && isNear(people, before[at].people));
  if (!areKept) return null;
  const root = grown('1', Map.groupBy(ordered, (_, at) => before[at]?.group ?? ''));
  const leaves = leavesOf(root);
  // Names that are of no tree lose departments.
  const isWhole = leaves.flatMap((leaf) => leaf.departments).length === ordered.length;
  return isWhole && leaves.every(({ people }) => people >= least) ? root : null;
}

/** The tree below a name: '1.2' is the second child of '1'. */
function grown(name: string, leaves: ReadonlyMap<string, readonly TermsDepartment[]>): SiteNode {
  const below = [...leaves].filter(([leaf]) => leaf.startsWith(`${name}.`));
  const places = new Set(below.map(([leaf]) => Number(leaf.slice(name.length + 1).split('.')[0])));
  const own = leaves.get(name) ?? below.flatMap(([, some]) => some);
  return treeNode(name, [...own].sort((a, b) => a.number - b.number), leaves.has(name) ? []
    : [...places].sort((a, b) => a - b).map((place) => grown(`${name}.${place}`, leaves)));
}

/** The blocks of a tree: the groups that are split no further. */
export function leavesOf<Node extends PlanNode>(node: Node): Node[] {
  return node.children.length === 0 ? [node]
    : (node.children as readonly Node[]).flatMap((child) => leavesOf(child));
}

/**
 * Split a group into halves, the larger departments first, each to the smaller half. A site that
 * is too small to stand by itself stays whole.
 */
function halved(piece: Piece, sizes: Sizes): Piece {
  if (piece.parts.length > 0) {
    return { ...piece, parts: piece.parts.map((part) => halved(part, sizes)) };
  }
  const units = [...Map.groupBy(piece.departments, ({ site }) => site).values()].flatMap((own) =>
    (count(own) < Math.max(sizes.people, sizes.site) ? [own] : own.map((one) => [one])));
  const halves: TermsDepartment[][] = [[], []];
  units.sort((a, b) => count(b) - count(a) || (a[0]?.number ?? 0) - (b[0]?.number ?? 0));
  for (const unit of units) {
    const [left = [], right = []] = halves;
    (count(left) <= count(right) ? left : right).push(...unit);
  }
  const least = Math.max(sizes.people, sizes.half);
  if (halves.some((half) => count(half) < least)) return piece;
  const parts = halves.map((half): Piece => ({
    departments: half.sort((a, b) => a.number - b.number), parts: [] }));
  return { ...piece, parts: parts.map((part) => halved(part, sizes)) };
}

function node({ departments, parts }: Piece, name: string): SiteNode {
  return treeNode(name, departments,
    [...parts].sort(byFirst).map((part, at) => node(part, `${name}.${at + 1}`)));
}

function treeNode(
  name: string, departments: readonly TermsDepartment[], children: readonly SiteNode[],
): SiteNode {
  const sites = new Set(departments.map(({ site }) => site));
  const [site = null] = sites;
  return Object.freeze({
    name, people: count(departments), site: sites.size === 1 ? site : null,
    departments: departments.map(({ number }) => number), children });
}

function bySize(a: Piece, b: Piece): number {
  return sizeOf(a) - sizeOf(b) || byFirst(a, b);
}

function byFirst(a: Piece, b: Piece): number {
  return (a.departments[0]?.number ?? 0) - (b.departments[0]?.number ?? 0);
}

function sizeOf({ departments }: Piece): number {
  return count(departments);
}

function count(departments: readonly TermsDepartment[]): number {
  return departments.reduce((sum, { people }) => sum + people, 0);
}
