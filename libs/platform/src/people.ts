import type { Database } from './database.ts';

/**
 * Write the tables that list people anew, so that neither the place of a row in its file nor the
 * transaction that wrote it tells in which order people came. Those who write to them meanwhile
 * wait, or are told to try again.
 */
export async function rewritePeople(db: Database): Promise<void> {
  for (const [name, step] of [['rewrite-people', 'rewrite_people'],
    ['compact-people', 'compact_people']] as const) {
    await db.transaction(name, async (tx) => {
      // Millions of rows take minutes.
      await tx.query(`SET LOCAL statement_timeout = '20min'`);
      await tx.query(`SELECT ${step}()`);
    });
  }
}
