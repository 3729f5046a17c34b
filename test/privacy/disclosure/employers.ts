import { planTree } from '../../../libs/disclosure/src/engine/block-tree.ts';
import {
  cellAt, flatAxis, frameOf, type Axis,
} from '../../../libs/disclosure/src/engine/frame.ts';
import type { TableUse } from '../../../libs/disclosure/src/engine/protect-table.ts';
import type { Headcounts } from '../../../libs/disclosure/src/engine/published-table.ts';

/** A repeatable stream of numbers in [0, 1): mulberry32. For made-up employers only. */
export function stream(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const KINDS = [
  'ordinary', 'ordinary', 'ordinary', 'sparse', 'empty', 'full', 'zeros', 'dominated',
  'one-department', 'busy',
] as const;

/** A made-up employer with one table of use, of a kind that returns every ten seeds. */
export interface Employer {
  readonly kind: (typeof KINDS)[number];
  readonly ways: 2 | 3;
  readonly use: TableUse;
}

/** The employer of a seed: 10 to 20,000 staff; every fiftieth has a three-way table. */
export function employerOf(seed: number): Employer {
  const next = stream(seed + 1);
  const upTo = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const kind = KINDS[seed % KINDS.length]!;
  const staff = Math.round(10 * 2000 ** next());
  const sites = kind === 'one-department' ? 1 : upTo(1, staff > 500 ? 6 : 3);
  const departments = kind === 'one-department' ? 1 : upTo(1, staff > 500 ? 6 : 4);
  const shares = Array.from({ length: sites * departments }, () => next() ** 2 + 0.02);
  const all = shares.reduce((sum, share) => sum + share, 0);
  const rows = shares.map((share, i) => ({
    values: [`s${Math.floor(i / departments)}`, `d${i % departments}`],
    headcount: kind === 'zeros' && next() < 0.3 ? 0 : Math.round((staff * share) / all),
  }));
  const headcounts: Headcounts = { dimensions: ['site', 'department'], rows };
  const rates: Record<string, number> = { sparse: 0.02, empty: 0, full: 1, busy: 0.8 };
  const rate = rates[kind] ?? 0.03 + next() * 0.3;
  const hasCategories = next() < 0.6;
  const categories = hasCategories ? upTo(2, 6) : 0;
  const ways = hasCategories && seed % 50 === 0 ? 3 : 2;
  const shape = shapeOf(headcounts, categories, ways);
  const leaning = Array.from({ length: Math.max(1, categories) }, (_, c) =>
    kind === 'dominated' && c > 0 ? 0.02 : next() + 0.1);
  const frame = frameOf(shape.axes, shape.blockAxes, (leaves) =>
    shape.heads.get(leaves.join()) ?? 0);
  const places = new Map(frame.atoms.map((cell, i) => [cell, i]));
  const atoms = new Array<number>(frame.atoms.length).fill(0);
  for (const [block, heads] of shape.heads) {
    for (let person = 0; person < heads; person += 1) {
      if (next() >= rate) continue;
      const category = hasCategories ? [pick(leaning, next()) + 1] : [];
      const place = places.get(cellAt(frame.axes, [...block.split(',').map(Number), ...category]))!;
      atoms[place] = atoms[place]! + 1;
    }
  }
  const dimensions = [...headcounts.dimensions, ...(hasCategories ? ['modality'] : [])];
  return { kind, ways, use: { frame, dimensions, headcounts, k: 5, atoms } };
}

interface Shape {
  readonly axes: readonly Axis[];
  readonly blockAxes: number;
  readonly heads: ReadonlyMap<string, number>;
}

/** Blocks planned by headcount, or sites and departments as they are given. */
function shapeOf(headcounts: Headcounts, categories: number, ways: 2 | 3): Shape {
  const flat = categories === 0 ? []
    : [flatAxis('modality', Array.from({ length: categories }, (_, c) => `m${c}`))];
  const heads = new Map<string, number>();
  const add = (id: string, more: number) => heads.set(id, (heads.get(id) ?? 0) + more);
  const staff = headcounts.rows.reduce((sum, row) => sum + row.headcount, 0);
  if (categories > 0 && ways === 2 && staff >= 60) {
    const { axis, leafOf } = planTree(headcounts, 60);
    headcounts.rows.forEach(({ headcount }, i) => {
      const leaf = leafOf[i] ?? null;
      if (leaf !== null) add(`${leaf}`, headcount);
    });
    return { axes: [axis, ...flat], blockAxes: 1, heads };
  }
  const lists = [0, 1].map((d) => [...new Set(headcounts.rows.map(({ values }) => values[d]!))]);
  for (const { values, headcount } of headcounts.rows) {
    add(values.map((name, d) => lists[d]!.indexOf(name) + 1).join(), headcount);
  }
  const axes = headcounts.dimensions.map((name, d) => flatAxis(name, lists[d]!));
  return { axes: [...axes, ...flat], blockAxes: 2, heads };
}

function pick(weights: readonly number[], point: number): number {
  let left = point * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

