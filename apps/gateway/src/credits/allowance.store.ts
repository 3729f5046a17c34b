import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { IssuedEntry } from '../issued/issued.store.ts';

/** One member's batch for one period. */
export interface Batch {
  /** 32 bytes, hex. */
  readonly member: string;
  readonly programmeId: string;
  readonly period: string;
  readonly hash: Buffer;
  readonly sessions: number;
  /** What was signed of it, sealed. */
  readonly entries: readonly IssuedEntry[];
}

/** Rows of issuance. */
@Injectable()
export class AllowanceStore {
  /**
   * Use up allowances and keep what was signed for them, many at once and by one statement, which
   * is a transaction by itself. The first batch of a member and period stands, whichever connection
   * it came by; of another nothing is kept.
   *
   * @returns for each batch whether it is the one that was added.
   */
  async use(tx: Tx, batches: readonly Batch[]): Promise<boolean[]> {
    const entries = batches.flatMap((batch, index) =>
      batch.entries.map((entry) => ({ ...entry, at: index + 1 })));
    const added = await tx.query<{ at: number }[]>(
      `WITH asked AS (
         SELECT * FROM unnest($1::bytea[], $2::uuid[], $3::text[], $4::bytea[], $5::int[])
           WITH ORDINALITY AS b (member, programme_id, period, batch_hash, sessions, at)
       ), added AS (
         INSERT INTO issuance (member, programme_id, period, batch_hash, sessions)
         SELECT member, programme_id, period, batch_hash, sessions FROM asked
         ON CONFLICT (member, period) DO NOTHING RETURNING member, period, batch_hash
       ), standing AS (
         SELECT at FROM asked JOIN added USING (member, period, batch_hash)
       ), kept AS (
         INSERT INTO issued_entry (cover_key, piece, place, sealed)
         SELECT cover_key, piece, place, sealed
         FROM unnest($6::int[], $7::bytea[], $8::smallint[], $9::bigint[], $10::bytea[])
           AS e (at, cover_key, piece, place, sealed) JOIN standing USING (at)
         ON CONFLICT DO NOTHING
       ) SELECT at::int FROM standing`,
      [...keysOf(batches), batches.map(({ sessions }) => sessions),
        entries.map(({ at }) => at), entries.map(({ coverKey }) => Buffer.from(coverKey)),
        entries.map(({ piece }) => piece), entries.map(({ place }) => place),
        entries.map(({ sealed }) => Buffer.from(sealed))],
    );
    const standing = new Set(added.map(({ at }) => at));
    return batches.map((_, index) => standing.has(index + 1));
  }

  /** For each batch, whether it is the one that stands for its member and period. */
  async stand(tx: Tx, batches: readonly Batch[]): Promise<boolean[]> {
    const rows = await tx.query<{ at: number }[]>(
      `SELECT at::int FROM unnest($1::bytea[], $2::uuid[], $3::text[], $4::bytea[])
         WITH ORDINALITY AS b (member, programme_id, period, batch_hash, at)
       JOIN issuance USING (member, period, batch_hash)`,
      keysOf(batches),
    );
    const standing = new Set(rows.map(({ at }) => at));
    return batches.map((_, index) => standing.has(index + 1));
  }
}

function keysOf(batches: readonly Batch[]): unknown[][] {
  return [batches.map(({ member }) => Buffer.from(member, 'hex')),
    batches.map(({ programmeId }) => programmeId), batches.map(({ period }) => period),
    batches.map(({ hash }) => hash)];
}
