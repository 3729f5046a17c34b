import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { CLAIMED } from '#pseudonym/issued-batches';

/** A sealed piece with what it is found and covered by. */
export interface IssuedEntry {
  readonly coverKey: Uint8Array;
  readonly piece: number;
  readonly place: number;
  readonly sealed: Uint8Array;
}

/** Rows of issued_entry. */
@Injectable()
export class IssuedStore {
  /** Keep entries; one that is there already stays as it is. */
  async keep(tx: Tx, entries: readonly IssuedEntry[]): Promise<void> {
    await tx.query(
      `INSERT INTO issued_entry (cover_key, piece, place, sealed)
       SELECT * FROM unnest($1::bytea[], $2::smallint[], $3::bigint[], $4::bytea[])
       ON CONFLICT DO NOTHING`,
      [entries.map(({ coverKey }) => Buffer.from(coverKey)), entries.map(({ piece }) => piece),
        entries.map(({ place }) => place), entries.map(({ sealed }) => Buffer.from(sealed))],
    );
  }

  /**
   * What lies in the places from `from` up to, and not at, `to`; that a letter is claimed is not
   * said once its batch is there, so that files have no more than was counted.
   */
  within(
    tx: Tx, from: number, to: number,
  ): Promise<Pick<IssuedEntry, 'coverKey' | 'sealed'>[]> {
    return tx.query(
      `SELECT e.cover_key AS "coverKey", e.sealed FROM issued_entry e
       WHERE e.place >= $1 AND e.place < $2 AND (e.piece <> $3 OR NOT EXISTS
         (SELECT FROM issued_entry b WHERE b.cover_key = e.cover_key AND b.piece = 0))`,
      [from, to, CLAIMED],
    );
  }
}
