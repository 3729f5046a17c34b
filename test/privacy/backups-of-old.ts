import pg from 'pg';
import type { Content } from '#wallet/content';
import { MemoryBox } from '#wallet/memory';
import type { Box } from '#wallet/ports';

/*
 * What wallets did before twelve words were enough, switched on through their box: each puts a
 * sealed copy of itself away at issuance, and the next version of it when something was booked,
 * into a table of this test's own on the vault's server.
 */

/** A version of a backup, as who has the vault's database sees it. */
export interface BackupRow {
  /** Random to everybody but its wallet. */
  readonly address: string;
  readonly version: number;
  /** The transaction that wrote it. */
  readonly written: number;
}

/** The table of backups, and wallets that use it. */
export class BackupsOfOld {
  private ended = false;

  private constructor(private readonly client: pg.Client) {}

  /** Make the table. @param ownerUrl sotto_owner's URL on the vault's database. */
  static async open(ownerUrl: string): Promise<BackupsOfOld> {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query(`CREATE SCHEMA old; CREATE TABLE old.wallet_backup (
      address uuid NOT NULL, version integer NOT NULL, PRIMARY KEY (address, version))`);
    return new BackupsOfOld(client);
  }

  /** A box that backs up what it keeps, where there is more than before. */
  box(): Box<Content> {
    const box = new MemoryBox<Content>();
    const address = crypto.randomUUID();
    let version = 0;
    let worth = 0;
    return {
      keep: async (content) => {
        await box.keep(content);
        const sessions = content.care?.authorisations.length ?? 0;
        const now = content.credits.length === 0 ? 0 : 1 + sessions;
        if (this.ended || now <= worth) return;
        worth = now;
        version += 1;
        await this.client.query(
          'INSERT INTO old.wallet_backup VALUES ($1, $2)', [address, version]);
      },
    };
  }

  /** All rows in the order in which they were written; none once there is no such thing. */
  async rows(): Promise<BackupRow[]> {
    if (this.ended) return [];
    const { rows } = await this.client.query<BackupRow>(`SELECT address, version,
      xmin::text::bigint::float8 AS written FROM old.wallet_backup ORDER BY 3`);
    return rows;
  }

  /** From now on there is no such thing. */
  async drop(): Promise<void> {
    this.ended = true;
    await this.client.query('DROP SCHEMA old CASCADE');
    await this.client.end();
  }
}
