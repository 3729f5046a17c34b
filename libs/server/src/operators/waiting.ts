import type { Tx } from '#platform/database';

/** Something that waits for an operator: how many, and the first of their days, if any has one. */
export interface Waits<Kind extends string> {
  readonly kind: Kind;
  readonly count: number;
  /** YYYY-MM-DD. */
  readonly day: string | null;
}

/**
 * What waits, over all tables that know of it: each kind of which there is any, in the order of the
 * list.
 *
 * @param days of each kind, the SQL that gives a day, or null, for each that waits.
 */
export function waitingBy<Kind extends string>(days: Readonly<Record<Kind, string>>) {
  const kinds = Object.keys(days) as Kind[];
  const all = kinds.map((kind) => `SELECT '${kind}' AS kind, count(*)::int AS count,
    min(day)::text AS day FROM (${days[kind]}) AS waiting (day)`).join(' UNION ALL ');
  return async (tx: Tx, ...parameters: readonly string[]): Promise<Waits<Kind>[]> => {
    const rows = await tx.query<Waits<Kind>[]>(all, [...parameters]);
    return kinds.flatMap((kind) => rows.filter((row) => row.kind === kind && row.count > 0));
  };
}
