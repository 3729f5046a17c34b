import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { CodeHash } from './code-book.ts';

/** What a claimed code entitles to. */
export interface ClaimedCode {
  readonly programmeId: string;
  readonly period: string;
  readonly number: number;
  readonly block: string;
  readonly sessionsPerMember: number;
}

/** Rows of eligibility_code. */
@Injectable()
export class CodesStore {
  /** Add codes to a period that is being opened. */
  async add(
    tx: Tx, programmeId: string, period: string, codes: readonly CodeHash[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO eligibility_code (programme_id, period, number, block, code_hash)
       SELECT $1, $2, c.* FROM unnest($3::int[], $4::text[], $5::bytea[]) AS c`,
      [programmeId, period, codes.map((c) => c.number), codes.map((c) => c.block),
        codes.map((c) => c.hash)],
    );
  }

  /**
   * Claim a code for a wallet, or find it claimed by that wallet, or by the key that held it first,
   * which hands it over. A code that nobody held is claimed by the first key and handed over at
   * once, so that of all that wallets hold both are kept. An unknown code, one bound to another
   * wallet and one of a period that is over, or begins after an announced end, all give undefined,
   * by the same statement.
   *
   * @throws the violation of `eligibility_code_one_letter` when the key holds another letter.
   */
  async claim(
    tx: Tx, codeHash: Buffer, claimKeyHash: Buffer, firstKeyHash: Buffer, day: string,
  ): Promise<ClaimedCode | undefined> {
    const [rows] = await tx.query<[ClaimedCode[], number]>(
      `UPDATE eligibility_code c
       SET claim_key_hash = coalesce(c.claim_key_hash, $3),
         wallet_key_hash = CASE WHEN coalesce(c.claim_key_hash, $3) = $2 THEN c.wallet_key_hash
           ELSE $2 END
       FROM period p
       WHERE c.code_hash = $1 AND p.programme_id = c.programme_id AND p.label = c.period
         AND p.closes > $4 AND NOT EXISTS (SELECT FROM programme g
           JOIN employer e ON e.id = g.employer_id AND e.ends_on < greatest($4, p.opens) WHERE g.id = c.programme_id)
         AND (c.claim_key_hash IS NULL
           OR coalesce(c.wallet_key_hash, c.claim_key_hash) = $2
           OR c.wallet_key_hash IS NULL AND c.claim_key_hash = $3)
       RETURNING c.programme_id AS "programmeId", c.period, c.number, c.block,
         p.sessions_per_member AS "sessionsPerMember"`,
      [codeHash, claimKeyHash, firstKeyHash, day],
    );
    return rows[0];
  }

  /** The letter that a claim key holds. */
  async heldBy(
    tx: Tx, claimKeyHash: Buffer,
  ): Promise<Pick<ClaimedCode, 'programmeId' | 'period' | 'block'> | undefined> {
    const [row] = await tx.query<ClaimedCode[]>(
      `SELECT programme_id AS "programmeId", period, block FROM eligibility_code
       WHERE coalesce(wallet_key_hash, claim_key_hash) = $1`, [claimKeyHash]);
    return row;
  }
}
