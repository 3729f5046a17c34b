import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { line } from '#platform/text/line';
import { Allow } from '../access/allow.ts';
import { CodedError } from '#server/coded-error';
import { login as loginForm, readInput, uuid } from '../graphql/input.ts';
import { PROFILE } from '../providers/providers.resolver.ts';
import {
  ChangeProviderInput, ChangeProviderResult, RosterEntry, SentPayout, SetProviderActiveResult,
} from './roster.graphql.ts';
import { RosterService, type ActiveVerdict, type ChangeVerdict } from './roster.service.ts';
import { RosterStore } from './roster.store.ts';

const MOST = 1_000;
const orNull = <T extends z.ZodType>(type: T) =>
  type.nullish().transform((value) => value ?? null);
const PAYOUTS = z.object({
  id: orNull(uuid), runId: orNull(uuid), login: orNull(loginForm), first: z.int().min(1).max(MOST),
});
const LISTED = z.object({ active: orNull(z.boolean()), login: orNull(loginForm) });
const CHANGE = PROFILE.omit({ idempotencyKey: true }).partial()
  .extend({ login: loginForm, name: line(120).optional() });

@Resolver()
export class RosterResolver {
  constructor(
    private readonly db: Database,
    private readonly store: RosterStore,
    private readonly service: RosterService,
  ) {}

  /** Therapists by name. */
  @Query(() => [RosterEntry])
  @Allow('operator')
  async roster(
    @Args('active', { type: () => Boolean, nullable: true }) active: boolean | null,
    @Args('login', { type: () => String, nullable: true }) login: string | null,
  ): Promise<RosterEntry[]> {
    const wanted = readInput(LISTED, { active, login });
    const found = await this.db.read('roster', (tx) =>
      this.store.list(tx, wanted.active, wanted.login));
    if (found.length === 0 && wanted.login !== null) {
      throw new CodedError('NOT_FOUND', 'Nobody has this login: `provider list` has them.');
    }
    return found;
  }

  /** Change what is said of a therapist. */
  @Mutation(() => ChangeProviderResult)
  @Allow('operator')
  changeProvider(@Args('input') input: ChangeProviderInput): Promise<ChangeVerdict> {
    const given = Object.entries(input).filter(([, value]) => value !== null);
    const { login, ...change } = readInput(CHANGE, Object.fromEntries(given));
    return this.service.change(login, change);
  }

  /** Take a therapist out, or in again. */
  @Mutation(() => SetProviderActiveResult)
  @Allow('operator')
  setProviderActive(
    @Args('login') login: string, @Args('active') active: boolean,
  ): Promise<ActiveVerdict> {
    const form = readInput(z.object({ login: loginForm }), { login });
    return this.service.setActive(form.login, active);
  }

  /** Payouts over all therapists, the latest first. */
  @Query(() => [SentPayout])
  @Allow('operator')
  sentPayouts(
    @Args('login', { type: () => String, nullable: true }) login: string | null,
    @Args('runId', { type: () => ID, nullable: true }) runId: string | null,
    @Args('first', { type: () => Int, defaultValue: 200 }) first: number,
  ): Promise<SentPayout[]> {
    const wanted = readInput(PAYOUTS, { login, runId, first });
    return this.db.read('sent-payouts', (tx) => this.store.payouts(tx, wanted));
  }

  /** One payout. */
  @Query(() => SentPayout)
  @Allow('operator')
  async sentPayout(
    @Args('payoutId', { type: () => ID }) payoutId: string,
  ): Promise<SentPayout> {
    const { id } = readInput(z.object({ id: uuid }), { id: payoutId });
    const [found] = await this.db.read('sent-payout', (tx) =>
      this.store.payouts(tx, { id, runId: null, login: null, first: 1 }));
    if (!found) throw new CodedError('NOT_FOUND', 'No payout has this id: `payouts list` has them.');
    return found;
  }
}
