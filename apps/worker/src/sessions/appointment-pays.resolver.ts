import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { captureClaim } from '#billing/capture';
import { captureMissed } from '#billing/missed';
import { money, type Money } from '#billing/money';
import type { Shares } from '../claims/claim-terms.ts';
import { SessionPays } from '../claims/claims.graphql.ts';
import type { MoneyAmount } from '../graphql/terms.graphql.ts';
import { Appointment } from './sessions.graphql.ts';

@Resolver(() => Appointment)
export class AppointmentPaysResolver {
  /** What each outcome pays her, by the rule, before she records one. */
  @ResolveField(() => SessionPays)
  pays(
    @Parent() { fee, platformShareBps, missedShareBps }: Appointment & Shares,
  ): SessionPays {
    const price = money(BigInt(fee.minor), fee.currency);
    // Of whom and for which programme it is makes no difference to the amounts.
    const held = { programme: 'any', price };
    const captured = captureClaim(held, 'any', price, BigInt(platformShareBps));
    if (captured.kind !== 'captured') throw new Error('a session has a price');
    return {
      tookPlace: shown(captured.toProvider),
      missed: shown(captureMissed(held, 'any', BigInt(missedShareBps)).toProvider),
    };
  }
}

function shown({ minor, currency }: Money): MoneyAmount {
  return { minor: minor.toString(), currency };
}
