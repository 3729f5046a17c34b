import type { Database } from './database.ts';

/**
 * Write the tables that list people anew, so that neither the place of a row in its file nor the
 * transaction that wrote it tells in which order people came. Those who write to them meanwhile
 * wait, or are told to try again. The rows of before stay in the files until `compactPeople`.
 */
export async function rewritePeople(db: Database): Promise<void> {
  await db.transaction('rewrite-people', async (tx) => {
    await tx.query(MINUTES);
    await tx.query('SELECT rewrite_people()');
  });
}

/**
 * Give these tables files without the rows of before.
 *
 * @returns false where rows were kept, for somebody who still reads what was before (a backup that
 * runs, say): then it is to be done again.
 */
export async function compactPeople(db: Database): Promise<boolean> {
  return db.transaction('compact-people', async (tx) => {
    await tx.query(MINUTES);
    const [row] = await tx.query<{ whole: boolean }[]>('SELECT compact_people() AS whole');
    return row?.whole ?? false;
  });
}

/** Millions of rows take minutes. */
const MINUTES = `SET LOCAL statement_timeout = '20min'`;
