import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Crowding } from './backup-room.ts';

/** A sealed wallet. */
interface KeptBackup {
  readonly version: number;
  readonly blob: Buffer;
}

/** Sealed wallets by address. */
@Injectable()
export class BackupsStore {
  /** The backup at an address (64 hex digits). */
  async find(tx: Tx, address: string): Promise<KeptBackup | null> {
    const [row] = await tx.query<KeptBackup[]>(
      'SELECT version, blob FROM wallet_backup WHERE place = $1', [placeOf(address)]);
    return row ?? null;
  }

  /**
   * Keep the version that follows the one that is kept, 1 where there is none; the same version
   * with the same bytes again is kept already.
   *
   * @returns the version that is kept afterwards, and whether it is this one.
   */
  async keep(
    tx: Tx, address: string, { version, blob }: KeptBackup, day: string,
  ): Promise<{ stored: boolean; version: number }> {
    const written = version === 1
      ? `INSERT INTO wallet_backup (place, version, blob, stored_on)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1`
      : `UPDATE wallet_backup SET version = $2, blob = $3, stored_on = $4
         WHERE place = $1 AND version = $2 - 1 RETURNING 1`;
    await tx.query(written, [placeOf(address), version, blob, day]);
    const kept = await this.find(tx, address);
    const stored = kept?.version === version && kept.blob.equals(blob);
    return { stored, version: kept?.version ?? 0 };
  }

  /** Roughly how many backups there are, and how many people could have one. */
  async crowding(tx: Tx): Promise<Crowding> {
    const [row] = await tx.query<Crowding[]>(
      `SELECT (SELECT count(*) FROM wallet_backup)::integer AS backups,
         (SELECT coalesce(sum(headcount), 0) FROM programme_block)::integer AS people`);
    return row ?? { backups: 0, people: 0 };
  }
}

/** An address is a capability, so the database holds its hash: a stolen copy writes nothing. */
function placeOf(address: string): Buffer {
  return createHash('sha256').update(Buffer.from(address, 'hex')).digest();
}
