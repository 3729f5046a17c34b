import type { Tx } from '#platform/database';
import type { ProvenChallenge } from './passkey-challenges.ts';

/** A passkey as it is stored. */
export interface PasskeyRow {
  readonly id: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  /** How often its device says it was used; 0 where it does not count. */
  readonly counter: number;
  readonly transports: readonly string[];
}

/** A passkey as its owner sees it. */
export interface OwnPasskey {
  readonly id: string;
  readonly name: string;
  /** Days, YYYY-MM-DD. */
  readonly addedOn: string;
  readonly usedOn: string | null;
}

/** What the tables are called in a database, and their column of whose a row is. */
interface Names {
  readonly table: string;
  readonly owner: string;
  /** Challenges that were used. */
  readonly spent: string;
}

const ROW = `id, credential_id AS "credentialId", public_key AS "publicKey",
  counter::float8 AS counter, transports`;

/** The tables of passkeys: both domains have them alike, under names of their own. */
export class PasskeyRows {
  /** @param names constants of ours: they become part of the SQL. */
  constructor(private readonly names: Names) {}

  /** Add a passkey; false when somebody has this one already. */
  async insert(
    tx: Tx, whose: string, row: PasskeyRow & { readonly name: string }, day: string,
  ): Promise<boolean> {
    const { table, owner } = this.names;
    const rows = await tx.query<unknown[]>(
      `INSERT INTO ${table} (id, ${owner}, credential_id, public_key, counter, transports, name,
         added_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
      [row.id, whose, row.credentialId, row.publicKey, row.counter, row.transports, row.name, day]);
    return rows.length === 1;
  }

  /** All passkeys of a person, as they are asked for. */
  keys(tx: Tx, whose: string): Promise<PasskeyRow[]> {
    const { table, owner } = this.names;
    return tx.query<PasskeyRow[]>(
      `SELECT ${ROW} FROM ${table} WHERE ${owner} = $1 ORDER BY added_on, id`, [whose]);
  }

  /** A person's passkey by its credential, locked until the transaction ends. */
  async lock(tx: Tx, whose: string, credentialId: Buffer): Promise<PasskeyRow | undefined> {
    const { table, owner } = this.names;
    const [row] = await tx.query<PasskeyRow[]>(
      `SELECT ${ROW} FROM ${table} WHERE ${owner} = $1 AND credential_id = $2 FOR UPDATE`,
      [whose, credentialId]);
    return row;
  }

  /** Note that a passkey was used. */
  async use(tx: Tx, id: string, counter: number, day: string): Promise<void> {
    await tx.query(`UPDATE ${this.names.table} SET counter = $2, used_on = $3 WHERE id = $1`,
      [id, counter, day]);
  }

  /** All passkeys of a person, as she sees them. */
  list(tx: Tx, whose: string): Promise<OwnPasskey[]> {
    const { table, owner } = this.names;
    return tx.query<OwnPasskey[]>(
      `SELECT id, name, added_on::text AS "addedOn", used_on::text AS "usedOn"
       FROM ${table} WHERE ${owner} = $1 ORDER BY added_on, id`, [whose]);
  }

  /** Give one of a person's passkeys another name; false when she has none such. */
  async rename(tx: Tx, whose: string, id: string, name: string): Promise<boolean> {
    const { table, owner } = this.names;
    const [rows] = await tx.query<[unknown[], number]>(
      `UPDATE ${table} SET name = $3 WHERE ${owner} = $1 AND id = $2 RETURNING id`,
      [whose, id, name]);
    return rows.length === 1;
  }

  /** Remove one of a person's passkeys; answers its name, and undefined when she has none such. */
  async remove(tx: Tx, whose: string, id: string): Promise<string | undefined> {
    const { table, owner } = this.names;
    const [rows] = await tx.query<[{ name: string }[], number]>(
      `DELETE FROM ${table} WHERE ${owner} = $1 AND id = $2 RETURNING name`, [whose, id]);
    return rows[0]?.name;
  }

  /** Use up a challenge; false when it was used before. What is over is forgotten on the way. */
  async spend(tx: Tx, { hash, expiresAt }: ProvenChallenge, now: Date): Promise<boolean> {
    const { spent } = this.names;
    await tx.query(`DELETE FROM ${spent} WHERE expires_at <= $1`, [now]);
    const rows = await tx.query<unknown[]>(
      `INSERT INTO ${spent} (challenge_hash, expires_at) VALUES ($1, $2)
       ON CONFLICT DO NOTHING RETURNING challenge_hash`, [hash, expiresAt]);
    return rows.length === 1;
  }
}
