import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** Fingerprints of the consent texts that were ever in use. */
@Injectable()
export class ConsentStore {
  /** Keep a text's digest, and tell whether it is the one that was kept first. */
  async register(
    tx: Tx, version: string, language: string, digest: Buffer, today: string,
  ): Promise<boolean> {
    await tx.query(
      `INSERT INTO consent_text (version, language, digest, first_shown_on)
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, [version, language, digest, today]);
    const [row] = await tx.query<{ same: boolean }[]>(
      'SELECT digest = $3 AS same FROM consent_text WHERE version = $1 AND language = $2',
      [version, language, digest]);
    return row?.same === true;
  }
}
