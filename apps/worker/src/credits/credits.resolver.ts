import { Args, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { Allow } from '../auth/allow.ts';
import { digest, readInput } from '../graphql/input.ts';
import { SpentCreditsStore } from './spent-credits.store.ts';

const MOST_AT_ONCE = 64;

@Resolver()
export class CreditsResolver {
  constructor(private readonly db: Database, private readonly store: SpentCreditsStore) {}

  /** A restored wallet asks which of its credits are spent; only their owner knows a nullifier. */
  @Query(() => [Boolean], { description: 'Whether each of at most 64 nullifiers is spent.' })
  @Allow('public')
  spentCredits(
    @Args('nullifiers', { type: () => [String] }) nullifiers: string[],
  ): Promise<boolean[]> {
    const asked = readInput(z.array(digest).max(MOST_AT_ONCE), nullifiers);
    return this.db.read('spent-credits', (tx) => this.store.spent(tx, asked));
  }
}
