import { randomBytes } from 'node:crypto';
import type { Tx } from '../database.ts';
import type { Closed, Standing } from './standing.ts';

interface Row {
  readonly number: string;
  readonly challenge: string;
  readonly partnerNumber: string;
  readonly partnerChallenge: string | null;
  readonly answered: boolean;
  readonly remembered: string;
  readonly closed: Closed | null;
}

const ROW = `SELECT number, challenge, partner_number AS "partnerNumber",
  partner_challenge AS "partnerChallenge", answered, remembered, closed FROM standing`;

/** A challenge: 32 random bytes, hex. */
export const newChallenge = (): string => randomBytes(32).toString('hex');

/** The standing of this domain; `lock` it to change it. */
export async function readStanding(tx: Tx, lock = false): Promise<Standing> {
  const [row] = await tx.query<Row[]>(lock ? `${ROW} FOR UPDATE` : ROW);
  if (!row) throw new Error('the row of the standing is missing');
  return {
    own: { number: Number(row.number), challenge: row.challenge },
    partner: { number: Number(row.partnerNumber), challenge: row.partnerChallenge },
    answered: row.answered, remembered: Number(row.remembered), closed: row.closed,
  };
}

/** Keep a standing that was locked. */
export async function keepStanding(
  tx: Tx, { own, partner, answered, remembered, closed }: Standing,
): Promise<void> {
  await tx.query(
    `UPDATE standing SET number = $1, challenge = $2, partner_number = $3, partner_challenge = $4,
       answered = $5, remembered = $6, closed = $7`,
    [own.number, own.challenge, partner.number, partner.challenge, answered, remembered, closed]);
}

/**
 * Whether this is the partner's key: the first that is heard is kept, and no other is believed
 * after it.
 */
export async function isPartnersKey(tx: Tx, key: string): Promise<boolean> {
  const [rows] = await tx.query<[unknown[], number]>(
    `UPDATE standing SET partner_key = $1 WHERE partner_key IS NULL OR partner_key = $1
     RETURNING one`, [key]);
  return rows.length > 0;
}
