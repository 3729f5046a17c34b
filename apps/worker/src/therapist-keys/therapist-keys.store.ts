import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { ProviderKeys } from './therapist-keys.rows.ts';

/** The public keys of therapists, all versions. */
@Injectable()
export class TherapistKeysStore {
  /** Wait for whoever else publishes keys of this therapist. */
  async lock(tx: Tx, providerId: string): Promise<void> {
    await tx.query('SELECT FROM provider WHERE id = $1 FOR NO KEY UPDATE', [providerId]);
  }

  /** From the first version on; none before it. */
  ofProvider(tx: Tx, providerId: string): Promise<ProviderKeys[]> {
    return tx.find(ProviderKeys, { where: { providerId }, order: { version: 'ASC' } });
  }

  async add(tx: Tx, version: ProviderKeys): Promise<void> {
    await tx.insert(ProviderKeys, version);
  }
}
