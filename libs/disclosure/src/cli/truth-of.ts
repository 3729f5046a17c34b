import type { KeyValue } from '../engine/frame.ts';
import type { PublishedTable } from '../engine/published-table.ts';
import { idOf, type CountTable } from './read-table.ts';

/** The true users of every cell of a release, from the counts that it was made of. */
export function truthOf({ dimensions, cells }: PublishedTable, counts: CountTable): Int32Array {
  const truth = new Int32Array(cells.length);
  const valueOf = (cell: number, name: string) => JSON.stringify(cells[cell]?.key[name] ?? '*');
  const places = new Map(cells.map((_, cell) =>
    [idOf(dimensions.map((name) => valueOf(cell, name))), cell]));
  const holding = dimensions.map((name) => {
    const holders = new Map<string, string[]>();
    for (const value of new Set(cells.map((_, cell) => valueOf(cell, name)))) {
      for (const one of [JSON.parse(value) as KeyValue].flat()) {
        holders.set(one, [...(holders.get(one) ?? []), value]);
      }
    }
    return (category: string) =>
      [...(holders.get(category) ?? []), ...(holders.get('*') ?? [])];
  });
  for (const { values, users } of counts.rows) {
    const keys = holding.reduce<string[][]>((list, held, d) =>
      list.flatMap((key) => held(values[d] ?? '').map((value) => [...key, value])), [[]]);
    for (const key of keys) {
      const cell = places.get(idOf(key));
      if (cell !== undefined) truth[cell] = (truth[cell] ?? 0) + users;
    }
  }
  return truth;
}
