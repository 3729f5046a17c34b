import { Inject } from '@nestjs/common';
import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { BACKUP_LENGTH } from '#pseudonym/backup';
import { Allow } from '../auth/allow.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { digest, readInput } from '../graphql/input.ts';
import { isFull, type Crowding } from './backup-room.ts';
import { Backup, PutBackupResult } from './backups.graphql.ts';
import { BackupsStore } from './backups.store.ts';

const BLOB = z.string()
  .length(Math.ceil((BACKUP_LENGTH * 4) / 3), 'must be a backup, of the one size that there is')
  .regex(/^[A-Za-z0-9_-]*$/)
  .transform((text) => Buffer.from(text, 'base64url'));
const VERSION = z.int().min(1).max(1_000_000);

@Resolver()
export class BackupsResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: BackupsStore,
  ) {}

  /** The sealed wallet at an address; whoever knows the address may fetch it, and not read it. */
  @Query(() => Backup, { nullable: true })
  @Allow('public')
  async backup(@Args('address') address: string): Promise<Backup | null> {
    const at = readInput(digest, address);
    const kept = await this.db.read('fetch-backup', (tx) => this.store.find(tx, at));
    return kept && { version: kept.version, blob: kept.blob.toString('base64url') };
  }

  /** Keep the next version of a sealed wallet. Repeating a request changes nothing. */
  @Mutation(() => PutBackupResult)
  @Allow('public')
  putBackup(
    @Args('address') address: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('blob') blob: string,
  ) {
    const at = readInput(digest, address);
    const sent = { version: readInput(VERSION, version), blob: readInput(BLOB, blob) };
    return this.db.transaction('keep-backup', async (tx) => {
      const isNew = version === 1 && await this.store.find(tx, at) === null;
      if (isNew) refuseCrowd(await this.store.crowding(tx));
      const kept = await this.store.keep(tx, at, sent, today(this.clock));
      if (kept.stored) return { kind: 'backup-stored', version: kept.version };
      return {
        kind: 'backup-conflict', code: 'BACKUP_CONFLICT', version: kept.version,
        message: 'Another version is kept: fetch it, merge, and send the one after it.',
      };
    });
  }
}

function refuseCrowd(there: Crowding): void {
  if (!isFull(there)) return;
  throw new CodedError('OVERLOADED', 'There is no room for new backups now: try again tomorrow.');
}
