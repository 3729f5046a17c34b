import type { Tx } from '#platform/database';

/** An authenticator app as it is stored. */
interface SecondFactorRow {
  readonly wrapped: Buffer;
  readonly isConfirmed: boolean;
}

/** What the three tables are called in a database, and their column of whose a row is. */
interface Names {
  readonly factor: string;
  readonly recovery: string;
  readonly passkey: string;
  readonly owner: string;
}

/** Whether a person (an expression of ours) has any second factor, as a column. */
export function hasFactor({ factor, passkey, owner }: Names, person: string): string {
  return `(EXISTS (SELECT FROM ${factor} f WHERE f.${owner} = ${person}
    AND f.confirmed_on IS NOT NULL)
  OR EXISTS (SELECT FROM ${passkey} k WHERE k.${owner} = ${person}))`;
}

/** The tables of second factors: both domains have them alike, under names of their own. */
export class SecondFactorRows {
  /** @param names constants of ours: they become part of the SQL. */
  constructor(private readonly names: Names) {}

  /** The authenticator of a person, locked until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<SecondFactorRow | undefined> {
    const { factor, owner } = this.names;
    const [row] = await tx.query<{ wrapped: Buffer; confirmed: boolean }[]>(
      `SELECT wrapped_secret AS wrapped, confirmed_on IS NOT NULL AS confirmed
       FROM ${factor} WHERE ${owner} = $1 FOR UPDATE`, [id]);
    return row && { wrapped: row.wrapped, isConfirmed: row.confirmed };
  }

  /** Whether a person has a confirmed authenticator. */
  async isOn(tx: Tx, id: string): Promise<boolean> {
    const { factor, owner } = this.names;
    const rows = await tx.query<unknown[]>(
      `SELECT FROM ${factor} WHERE ${owner} = $1 AND confirmed_on IS NOT NULL`, [id]);
    return rows.length === 1;
  }

  /** Begin with a secret that is not confirmed; false when another one is confirmed already. */
  async begin(tx: Tx, id: string, wrapped: Buffer): Promise<boolean> {
    const { factor, owner } = this.names;
    const rows = await tx.query<unknown[]>(
      `INSERT INTO ${factor} (${owner}, wrapped_secret) VALUES ($1, $2)
       ON CONFLICT (${owner}) DO UPDATE SET wrapped_secret = excluded.wrapped_secret, last_step = NULL
         WHERE ${factor}.confirmed_on IS NULL
       RETURNING ${owner}`, [id, wrapped]);
    return rows.length === 1;
  }

  /** Forget a secret that was begun and not confirmed: there is a second factor without it now. */
  async forgetBegun(tx: Tx, id: string): Promise<void> {
    const { factor, owner } = this.names;
    await tx.query(`DELETE FROM ${factor} WHERE ${owner} = $1 AND confirmed_on IS NULL`, [id]);
  }

  /** Note that the app showed a right code. */
  async confirm(tx: Tx, id: string, day: string): Promise<void> {
    const { factor, owner } = this.names;
    await tx.query(`UPDATE ${factor} SET confirmed_on = $2 WHERE ${owner} = $1`, [id, day]);
  }

  /** Use up a time step; false when it, or a later one, was used before. */
  async useStep(tx: Tx, id: string, step: number): Promise<boolean> {
    const { factor, owner } = this.names;
    const [rows] = await tx.query<[unknown[], number]>(
      `UPDATE ${factor} SET last_step = $2
       WHERE ${owner} = $1 AND (last_step IS NULL OR last_step < $2) RETURNING ${owner}`,
      [id, step]);
    return rows.length === 1;
  }

  /** Replace all recovery codes. */
  async replaceRecovery(tx: Tx, id: string, hashes: readonly Buffer[]): Promise<void> {
    const { recovery, owner } = this.names;
    await tx.query(`DELETE FROM ${recovery} WHERE ${owner} = $1`, [id]);
    await tx.query(
      `INSERT INTO ${recovery} (${owner}, code_hash) SELECT $1, h FROM unnest($2::bytea[]) AS h`,
      [id, hashes]);
  }

  /** Use up a recovery code; false when there is none such. */
  async useRecovery(tx: Tx, id: string, hash: Buffer): Promise<boolean> {
    const { recovery, owner } = this.names;
    const [rows] = await tx.query<[unknown[], number]>(
      `DELETE FROM ${recovery} WHERE ${owner} = $1 AND code_hash = $2 RETURNING ${owner}`,
      [id, hash]);
    return rows.length === 1;
  }

  /** Recovery codes that are left. */
  async countRecovery(tx: Tx, id: string): Promise<number> {
    const { recovery, owner } = this.names;
    const [row] = await tx.query<{ left: number }[]>(
      `SELECT count(*)::int AS left FROM ${recovery} WHERE ${owner} = $1`, [id]);
    return row?.left ?? 0;
  }

  /** Take the second factor away with its recovery codes; false when there was none. */
  async remove(tx: Tx, id: string): Promise<boolean> {
    const { factor, recovery, owner } = this.names;
    await tx.query(`DELETE FROM ${recovery} WHERE ${owner} = $1`, [id]);
    const [rows] = await tx.query<[unknown[], number]>(
      `DELETE FROM ${factor} WHERE ${owner} = $1 RETURNING ${owner}`, [id]);
    return rows.length === 1;
  }

  /** Whether a person has any second factor: an authenticator, or a passkey. */
  async hasAny(tx: Tx, id: string): Promise<boolean> {
    const [row] = await tx.query<{ has: boolean }[]>(
      `SELECT ${hasFactor(this.names, '$1')} AS has`, [id]);
    return row?.has === true;
  }

  /** Take every second factor away; false when there was none. */
  async removeAll(tx: Tx, id: string): Promise<boolean> {
    const hadOne = await this.hasAny(tx, id);
    await this.remove(tx, id);
    await tx.query(`DELETE FROM ${this.names.passkey} WHERE ${this.names.owner} = $1`, [id]);
    return hadOne;
  }
}
