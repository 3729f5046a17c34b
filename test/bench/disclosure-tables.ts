import { cellsFrom, flatAxis, frameOf } from '../../libs/disclosure/src/engine/frame.ts';
import type { TableUse } from '../../libs/disclosure/src/engine/protect-table.ts';

/**
 * A seeded table of `rows` × `columns` with headcounts of 40 to 199 in each cell and about `rate`
 * of them users (in 1/1000): the kind that a large employer has. A seed always gives one table.
 */
export function madeUpTable(rows: number, columns: number, seed: number, rate = 100): TableUse {
  let state = 1 + seed * 7919;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const names = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
  const [departments, sites] = [names('d', rows), names('s', columns)];
  const heads = Array.from({ length: rows * columns }, () => 40 + Math.floor(next() * 160));
  const atoms = heads.map((people) => {
    const local = (rate / 1000) * (0.5 + next());
    let users = 0;
    for (let person = 0; person < people; person += 1) if (next() < local) users += 1;
    return users;
  });
  const at = (row: number, column: number) => heads[row * columns + column] ?? 0;
  const dimensions = ['department', 'site'];
  return {
    frame: frameOf([flatAxis('department', departments), flatAxis('site', sites)], 2,
      ([row = 1, column = 1]) => at(row - 1, column - 1)),
    dimensions,
    headcounts: {
      dimensions,
      rows: departments.flatMap((department, r) => sites.map((site, c) =>
        ({ values: [department, site], headcount: at(r, c) }))),
    },
    k: 5,
    atoms,
  };
}

/** The cells of a made-up table, all margins included. */
export function truthOf(use: TableUse): Int32Array {
  return cellsFrom(use.frame, use.atoms);
}
