import type { Tx } from '#platform/database';

const MOST_AT_ONCE = 5_000;

/** Seal the entries that wait into the ledger's hash chain; answers how many. */
export async function sealLedger(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ sealed: number }[]>(
    'SELECT ledger_seal($1) AS sealed', [MOST_AT_ONCE]);
  return row?.sealed ?? 0;
}
