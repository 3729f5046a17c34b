import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** One member's batch for one period. */
export interface Batch {
  /** 32 bytes, hex. */
  readonly member: string;
  readonly programmeId: string;
  readonly period: string;
  readonly hash: Buffer;
  readonly sessions: number;
}

interface IssuedRow {
  readonly member: Buffer;
  readonly period: string;
  readonly batch_hash: Buffer;
}

/** Rows of issuance. */
@Injectable()
export class AllowanceStore {
  /**
   * Use up allowances, many at once. The first batch of a member and period stands, whichever
   * connection it came by.
   *
   * @returns for each batch whether it is the one that stands.
   */
  async use(tx: Tx, batches: readonly Batch[]): Promise<boolean[]> {
    const members = batches.map(({ member }) => Buffer.from(member, 'hex'));
    const periods = batches.map(({ period }) => period);
    const added = await tx.query<IssuedRow[]>(
      `INSERT INTO issuance (member, programme_id, period, batch_hash, sessions)
       SELECT b.*
       FROM unnest($1::bytea[], $2::uuid[], $3::text[], $4::bytea[], $5::int[]) AS b
       ON CONFLICT (member, period) DO NOTHING RETURNING member, period, batch_hash`,
      [members, batches.map((b) => b.programmeId), periods, batches.map((b) => b.hash),
        batches.map((b) => b.sessions)],
    );
    const standing = new Map(added.map(named));
    if (standing.size < batches.length) {
      const earlier = await tx.query<IssuedRow[]>(
        `SELECT i.member, i.period, i.batch_hash FROM issuance i
         JOIN unnest($1::bytea[], $2::text[]) AS b (member, period) USING (member, period)`,
        [members, periods],
      );
      for (const row of earlier) standing.set(...named(row));
    }
    return batches.map(({ member, period, hash }) =>
      standing.get(`${member} ${period}`)?.equals(hash) ?? false);
  }
}

function named({ member, period, batch_hash: hash }: IssuedRow): [string, Buffer] {
  return [`${member.toString('hex')} ${period}`, hash];
}
