import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** One signed version of the directory. */
interface DirectoryVersion {
  readonly version: number;
  readonly body: string;
  readonly signature: string;
}

/** Key of the advisory lock that gives versions out one by one. */
const LOCK = 7_301;

/** The versions of the directory. */
@Injectable()
export class DirectoryStore {
  /** Wait for whoever else is publishing. */
  async lock(tx: Tx): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  }

  /** The newest version; null before the first. */
  async newest(tx: Tx): Promise<DirectoryVersion | null> {
    const [row] = await tx.query<DirectoryVersion[]>(
      'SELECT version, body, signature FROM directory_version ORDER BY version DESC LIMIT 1');
    return row ?? null;
  }

  /** Keep a new version. */
  async keep(tx: Tx, { version, body, signature }: DirectoryVersion, day: string): Promise<void> {
    await tx.query(
      'INSERT INTO directory_version (version, body, signature, signed_on) VALUES ($1, $2, $3, $4)',
      [version, body, signature, day]);
  }
}
