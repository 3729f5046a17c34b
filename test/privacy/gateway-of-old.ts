import pg from 'pg';
import type { TestCluster } from '#local/testing';

/*
 * What a gateway could do that none of its tables' columns shows: here on this test's own word, so
 * that who reads files, counters and sequences is seen to win.
 */

/** Ways to leave nothing in a column, and something in the file. */
export type Manner = 'locks each letter' | 'changes each letter' | 'changes them together'
  | 'a night that keeps what was';
/** Ways to keep with what was issued when that was, all of which a night leaves. */
export type Keeping = 'a number' | 'a day' | 'the order of its rows';

/** What was issued: under which key it lies, and the day, from that of the opening. */
export interface Issued { readonly coverKey: string; readonly day: number }

/** Such a gateway. */
export class GatewayOfOld {
  private constructor(
    private readonly client: pg.Client, private readonly cluster: TestCluster,
  ) {}

  /** Let `work` be done by one. */
  static async on<T>(cluster: TestCluster, work: (old: GatewayOfOld) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: cluster.ownerUrl('gateway') });
    await client.connect();
    try {
      // What is left of earlier versions is there until the night here.
      await client.query('ALTER TABLE eligibility_code SET (autovacuum_enabled = off)');
      return await work(new GatewayOfOld(client, cluster));
    } finally {
      await client.end();
    }
  }

  /** Do it, with letters of people as they came into care. */
  async leave(manner: Manner, letters: readonly number[]): Promise<void> {
    const change = 'UPDATE eligibility_code SET block = block';
    if (manner === 'a night that keeps what was') {
      await this.client.query(`${change} WHERE claim_key_hash IS NOT NULL`);
      return;
    }
    const isOne = manner === 'changes them together';
    if (isOne) await this.client.query('BEGIN');
    for (const letter of letters) {
      await this.client.query(manner === 'locks each letter'
        ? 'SELECT 1 FROM eligibility_code WHERE number = $1 FOR UPDATE'
        : `${change} WHERE number = $1`, [letter]);
    }
    if (isOne) await this.client.query('COMMIT');
  }

  /**
   * Keep when things were issued.
   *
   * @param issued in the order in which they were.
   * @param read copies what there is then; afterwards nothing more than ever is in a column.
   */
  async keep<T>(what: Keeping, issued: readonly Issued[], read: () => Promise<T>): Promise<T> {
    const one = what === 'a day' ? 'day' : 'number';
    await this.client.query(`ALTER TABLE issued_entry ADD COLUMN ${one} integer`);
    await this.client.query(`UPDATE issued_entry SET ${one} = i.${one}
      FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS i (key, day, number)
      WHERE cover_key = decode(i.key, 'hex')`,
    [issued.map(({ coverKey }) => coverKey), issued.map(({ day }) => day)]);
    const drop = () => this.client.query(`ALTER TABLE issued_entry DROP COLUMN IF EXISTS ${one}`);
    try {
      if (what === 'the order of its rows') {
        await this.client.query(`WITH gone AS (DELETE FROM issued_entry RETURNING *)
          INSERT INTO issued_entry SELECT * FROM gone ORDER BY number`);
        await drop();
      }
      return await read();
    } finally {
      await drop();
    }
  }

  /** Keep a row of each who comes until she was answered, and do a job more for her. */
  async keepVisits(count: number): Promise<void> {
    await this.client.query(`CREATE SCHEMA IF NOT EXISTS old; CREATE TABLE IF NOT EXISTS old.visit (
      id integer GENERATED ALWAYS AS IDENTITY, address text)`);
    for (let come = 0; come < count; come += 1) {
      await this.client.query(`INSERT INTO old.visit (address) VALUES ('192.0.2.1')`);
      await this.client.query('DELETE FROM old.visit');
    }
    await this.cluster.query('queue', `SELECT nextval(format('%I.%I', schemaname, sequencename))
      FROM pg_sequences CROSS JOIN generate_series(1, $1)`, [count]);
  }
}
