import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { LettersAlike } from '#pseudonym/issued-buckets';

/** A row of relay_key. */
export interface RelayKeyRow {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly keyId: number;
  readonly secret: Uint8Array;
}

/** The relay's keys in a table that no log, dump or replica has. */
@Injectable()
export class RelayKeysStore {
  /** All that are held, soonest first. */
  all(tx: Tx): Promise<RelayKeyRow[]> {
    return tx.query<RelayKeyRow[]>(
      'SELECT day::text AS day, key_id AS "keyId", secret FROM relay_key ORDER BY day');
  }

  /**
   * What is held, for one worker at a time: it alone may replace it. Readers wait too, and see
   * what came of it.
   */
  async claim(tx: Tx): Promise<RelayKeyRow[]> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [CLAIM]);
    return this.all(tx);
  }

  /** How many letters all confirmed terms are for, by the sessions that each entitles to. */
  letters(tx: Tx): Promise<LettersAlike[]> {
    return tx.query(
      `SELECT sum(b.headcount + b.spare)::float8 AS letters, p.sessions_per_member AS sessions
       FROM programme_block b JOIN programme_period p USING (programme, period)
       GROUP BY p.sessions_per_member`,
    );
  }

  /** Hold these and no others. The table gets another file, and the one with the old is removed. */
  async replace(tx: Tx, rows: readonly RelayKeyRow[]): Promise<void> {
    await tx.query('TRUNCATE relay_key');
    for (const { day, keyId, secret } of rows) {
      await tx.query('INSERT INTO relay_key (day, key_id, secret) VALUES ($1, $2, $3)',
        [day, keyId, Buffer.from(secret)]);
    }
  }
}

/** Number of the lock under which keys are replaced. */
const CLAIM = 0x72656c61;
