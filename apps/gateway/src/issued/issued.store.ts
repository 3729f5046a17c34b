import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

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

  /** What lies in the places from `from` up to, and not at, `to`. */
  within(
    tx: Tx, from: number, to: number,
  ): Promise<Pick<IssuedEntry, 'coverKey' | 'sealed'>[]> {
    return tx.query(
      `SELECT cover_key AS "coverKey", sealed FROM issued_entry WHERE place >= $1 AND place < $2`,
      [from, to],
    );
  }
}
