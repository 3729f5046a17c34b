import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { Allow } from '../http/allow.ts';
import { id, period, readInput } from '../http/input.ts';
import { KeyDirectory } from './keys.graphql.ts';
import { KeysStore } from './keys.store.ts';

const asked = z.object({ programmeId: id, period });

@Resolver()
export class KeysResolver {
  constructor(private readonly db: Database, private readonly store: KeysStore) {}

  @Query(() => KeyDirectory, { description: 'Issuer keys; empty until the vault mirrors them.' })
  @Allow('public')
  keyDirectory(
    @Args('programmeId', { type: () => ID }) programmeId: string,
    @Args('period') label: string,
  ): Promise<KeyDirectory> {
    const input = readInput(asked, { programmeId, period: label });
    return this.db.read('key-directory', async (tx) => ({
      keys: await this.store.directory(tx, input.programmeId, input.period),
    }));
  }
}
