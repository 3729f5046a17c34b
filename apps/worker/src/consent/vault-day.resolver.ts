import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { today, type Clock } from '#platform/clock';
import { Allow } from '../access/allow.ts';
import { CLOCK } from '../foundation/tokens.ts';

@Resolver()
export class VaultDayResolver {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** The vault's own day: wallets compare periods with it, so that no gateway can name a day. */
  @Query(() => String, { description: 'The vault\'s day, UTC, YYYY-MM-DD.' })
  @Allow('public')
  vaultDay(): string {
    return today(this.clock);
  }
}
