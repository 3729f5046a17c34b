import type { Tx } from '#platform/database';
import type { Browser, SignInRow } from './sign-ins.ts';

/** What the table is called in a database, and its column of whose a row is. */
interface Names {
  readonly table: string;
  readonly owner: string;
}

/** A sign-in that begins. */
export interface NewSignIn {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly owner: string;
  readonly browser: Browser;
  readonly usedAt: Date;
  readonly expiresAt: Date;
}

/** Moments that say which sign-ins are open: those after both. */
export interface Openness {
  readonly now: Date;
  readonly idleSince: Date;
}

/** The table of open sign-ins: both domains have it alike, under names of their own. */
export class SignInRows {
  /** @param names constants of ours: they become part of the SQL. */
  constructor(private readonly names: Names) {}

  /** Add an open sign-in. */
  async insert(tx: Tx, row: NewSignIn): Promise<void> {
    const { table, owner } = this.names;
    await tx.query(
      `INSERT INTO ${table} (token_hash, id, ${owner}, browser, used_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [row.tokenHash, row.id, row.owner, row.browser, row.usedAt, row.expiresAt]);
  }

  /** Note that a sign-in is used now. */
  async use(tx: Tx, tokenHash: Uint8Array, usedAt: Date): Promise<void> {
    const { table } = this.names;
    await tx.query(`UPDATE ${table} SET used_at = $2 WHERE token_hash = $1 AND used_at < $2`,
      [tokenHash, usedAt]);
  }

  /** The family of the browser that a sign-in is of. */
  async browserOf(tx: Tx, tokenHash: Uint8Array): Promise<Browser> {
    const [row] = await tx.query<{ browser: Browser }[]>(
      `SELECT browser FROM ${this.names.table} WHERE token_hash = $1`, [tokenHash]);
    return row?.browser ?? 'OTHER';
  }

  /** All open sign-ins of somebody. */
  list(tx: Tx, whose: string, { now, idleSince }: Openness): Promise<SignInRow[]> {
    const { table, owner } = this.names;
    return tx.query<SignInRow[]>(
      `SELECT id, browser, used_at AS "usedAt", expires_at AS "expiresAt",
         token_hash AS "tokenHash"
       FROM ${table} WHERE ${owner} = $1 AND expires_at > $2 AND used_at > $3
       ORDER BY used_at DESC, id LIMIT 30`, [whose, now, idleSince]);
  }

  /** End the sign-in of a token. */
  async end(tx: Tx, tokenHash: Uint8Array): Promise<void> {
    await tx.query(`DELETE FROM ${this.names.table} WHERE token_hash = $1`, [tokenHash]);
  }

  /** End one of somebody's sign-ins by its id; false when she has none such. */
  async endById(tx: Tx, whose: string, id: string): Promise<boolean> {
    const { table, owner } = this.names;
    const [rows] = await tx.query<[unknown[], number]>(
      `DELETE FROM ${table} WHERE ${owner} = $1 AND id = $2 RETURNING id`, [whose, id]);
    return rows.length > 0;
  }

  /** End all sign-ins of somebody but one, or all; answers how many. */
  async endAll(tx: Tx, whose: string, but: Uint8Array | null = null): Promise<number> {
    const { table, owner } = this.names;
    const [rows] = await tx.query<[unknown[], number]>(
      `DELETE FROM ${table} WHERE ${owner} = $1 AND token_hash IS DISTINCT FROM $2 RETURNING id`,
      [whose, but]);
    return rows.length;
  }

  /** Drop what has ended by itself. */
  async forgetEnded(tx: Tx, { now, idleSince }: Openness): Promise<void> {
    await tx.query(`DELETE FROM ${this.names.table} WHERE expires_at <= $1 OR used_at <= $2`,
      [now, idleSince]);
  }
}
