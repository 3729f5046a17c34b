import type { Highs } from 'highs';
import type { Frame } from '../../libs/disclosure/src/engine/frame.ts';
import { isPrimary, needsOf, type Sensitivity } from '../../libs/disclosure/src/engine/needs.ts';

/** The best pattern there is: fewest secondary cells, and of those the fewest users lost. */
export interface Optimum {
  readonly secondaries: number;
  readonly lost: number;
}

/**
 * The cell-suppression optimum by integer programming: a binary for each cell, and for each thing
 * that a witness must show a whole world of its own, in which only hidden cells may move. Only for
 * tables of a few dozen cells. Null when HiGHS does not prove an optimum in time.
 */
export function optimumOf(
  highs: Highs, frame: Frame, sensitivity: Sensitivity, truth: Int32Array, seconds: number,
): Optimum | null {
  const cells = [...truth.keys()];
  const primary = cells.filter((cell) => isPrimary(frame, sensitivity, cell, truth[cell] ?? 0));
  const needs = primary.flatMap((cell) => needsOf(frame, sensitivity, cell, truth[cell] ?? 0));
  const free = cells.filter((cell) => !primary.includes(cell) && (frame.heads[cell] ?? 0) > 0);
  const big = 1 + free.reduce((sum, cell) => sum + (truth[cell] ?? 0), 0);
  const lines = ['Minimize', ` obj: ${terms(free.map((c) => [big + (truth[c] ?? 0), `h${c}`]))}`];
  const rows: string[] = [];
  const bounds: string[] = [];
  const integers: string[] = [];
  needs.forEach((need, n) => {
    for (const cell of cells) {
      const [value, heads] = [truth[cell] ?? 0, frame.heads[cell] ?? 0];
      const name = `d${n}_${cell}`;
      const isNeed = cell === need.cell;
      const low = (isNeed ? need.low : 0) - value;
      const high = (isNeed ? need.high : heads) - value;
      bounds.push(` ${low} <= ${name} <= ${high}`);
      integers.push(name);
      const parts = frame.parts[cell] ?? [];
      if (parts.length > 0) {
        rows.push(` ${terms([[-1, name], ...parts.map((p) => [1, `d${n}_${p}`] as const)])} = 0`);
      }
      if (!free.includes(cell)) continue;
      rows.push(` ${name} - ${heads - value} h${cell} <= 0`, ` ${name} + ${value} h${cell} >= 0`);
    }
  });
  const binaries = free.map((cell) => `h${cell}`);
  const text = [...lines, 'Subject To', ...rows.map((row, i) => ` r${i}:${row}`), 'Bounds', ...bounds,
    'Generals', ` ${integers.join(' ')}`, 'Binaries', ` ${binaries.join(' ')}`, 'End'].join('\n');
  if (needs.length === 0) return { secondaries: 0, lost: 0 };
  const { Status, Columns } = highs.solve(text, {
    output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0, time_limit: seconds,
  });
  if (Status !== 'Optimal') return null;
  const hidden = free.filter((cell) => {
    const column = Columns[`h${cell}`];
    return column && 'Primal' in column && column.Primal > 0.5;
  });
  return {
    secondaries: hidden.length,
    lost: hidden.reduce((sum, cell) => sum + (truth[cell] ?? 0), 0),
  };
}

function terms(list: readonly (readonly [number, string])[]): string {
  return list.map(([factor, name]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${name}`)
    .join(' ');
}
