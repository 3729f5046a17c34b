import { randomBytes } from 'node:crypto';
import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import { z } from 'zod';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { Standings } from '#platform/restores/standing-watch';
import { Passwords } from '#server/passwords';
import { Allow, Me } from '../access/allow.ts';
import type { OperatorCaller } from '../access/caller.ts';
import { CodedError } from '#server/coded-error';
import { expectBorne } from '#server/operators/restore-standing';
import { CLOCK, STANDINGS } from '../foundation/tokens.ts';
import { readInput } from '../graphql/input.ts';
import { PayoutsService } from '../payouts/payouts.service.ts';
import { PeriodsEnded, RestoreStanding } from './restores.graphql.ts';
import { forgetQuestions, knowsAllPeriods } from './question.store.ts';
import { RestoresStore } from './restores.store.ts';

const WORDS = { domain: 'vault', was: 'spent', instead: 'restore end-period' };

@Resolver()
export class RestoresResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(STANDINGS) private readonly standings: Standings,
    private readonly db: Database,
    private readonly store: RestoresStore,
    private readonly payouts: PayoutsService,
    private readonly passwords: Passwords,
  ) {}

  /** How this vault stands, and how many credits may be spent twice if it goes on. */
  @Query(() => RestoreStanding)
  @Allow('operator')
  async restoreStanding(): Promise<RestoreStanding> {
    const { unspent, told } = await this.db.read('restore-cost', async (tx) => ({
      ...await this.store.left(tx, today(this.clock), 'running'), told: await knowsAllPeriods(tx),
    }));
    const { isHeld, due } = await this.payouts.standing();
    const state = this.standings.state();
    const payoutsHeld = isHeld || state === 'restored';
    const isKnown = state !== 'restored' || told;
    return { state, atMost: unspent, isKnown, payoutsHeld, payoutsDue: due };
  }

  /** Go on after a restore, bearing so many double spends at most. */
  @Mutation(() => RestoreStanding)
  @Allow('operator')
  async acceptRestore(@Args('upTo', { type: () => Int }) upTo: number): Promise<RestoreStanding> {
    const borne = readInput(z.int().min(0), upTo);
    const standing = await this.restoreStanding();
    if (!standing.isKnown) throw notTold();
    expectBorne(standing, borne, WORDS);
    await this.goOn();
    return this.restoreStanding();
  }

  /**
   * End the running periods after a restore of this vault or of the gateway: their credits pay for
   * nothing any more, so that none pays twice. What is booked stays. A restored vault goes on;
   * where the gateway was restored, its operator's word opens both. Repeatable. Whoever calls is
   * written down by the name of her token.
   */
  @Mutation(() => PeriodsEnded)
  @Allow('operator')
  async endPeriods(@Me() { name }: OperatorCaller): Promise<PeriodsEnded> {
    const before = this.standings.state();
    const day = today(this.clock);
    const isClosed = before === 'restored' || before === 'partner-restored';
    const { periods, unspent } = await this.db.transaction('end-periods', async (tx) => {
      if (before === 'restored' && !await knowsAllPeriods(tx)) throw notTold();
      if (isClosed) await this.store.end(tx, day, name);
      return this.store.left(tx, day, 'ended');
    });
    if (!isClosed && periods === 0) {
      throw new CodedError('CONFLICT', `Nothing is to be ended here: this vault is ${before}.`);
    }
    if (before === 'restored') await this.goOn();
    return { state: this.standings.state(), periods, worthless: unspent };
  }

  private async goOn(): Promise<void> {
    const lost = await this.passwords.hash(randomBytes(32).toString('hex'));
    await this.db.transaction('begin-again', (tx) => this.store.endWhatCameBack(tx, lost));
    await this.payouts.hold();
    await this.standings.accept();
    await this.db.transaction('restore-over', forgetQuestions);
  }
}

/** A period that nobody has told of again is in no count, and would be in no ending. */
function notTold(): CodedError {
  return new CodedError('CONFLICT',
    'The gateway has not told this vault yet which periods it has forgotten, so the cost is not '
      + 'known: see that the gateway and the queue run, and try again in a minute.');
}
