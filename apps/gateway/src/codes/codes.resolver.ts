import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow } from '../http/allow.ts';
import { Exchange, type RequestContext } from '../http/caller.ts';
import { readInput } from '../http/input.ts';
import { Turns } from '../http/turns.ts';
import { ClaimCodeResult } from './codes.graphql.ts';
import { CodesService, type ClaimOutcome } from './codes.service.ts';

const key = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits');
const claim = z.object({
  /** As it was pasted, with what was around it. */
  code: z.string().min(1).max(500),
  claimKey: key,
  firstKey: key.optional(),
});

@Resolver()
export class CodesResolver {
  /** Codes have 104 bits: this only keeps a guesser from loading the service. */
  private readonly refusals = new Turns(
    { free: 200, windowMs: 60_000, pauseMs: 0, mostWaiting: 100 });

  constructor(private readonly codes: CodesService) {}

  @Mutation(() => ClaimCodeResult, {
    description: 'Bind a code to a wallet by its first claim; claim it again after a restore. A '
      + 'code that was claimed by firstKey, before there was a wallet, passes to claimKey, and so '
      + 'does one that nobody has claimed. A wallet always names one, so that its restore finds it.',
  })
  @Allow('public')
  async claimCode(
    @Exchange() { req }: RequestContext,
    @Args('code') code: string,
    @Args('claimKey') claimKey: string,
    @Args('firstKey', { type: () => String, nullable: true }) firstKey: string | null,
  ): Promise<ClaimOutcome> {
    const input = readInput(claim, { code, claimKey, firstKey: firstKey ?? undefined });
    return this.refusals.during([req.ip],
      () => this.codes.claim(input.code, input.claimKey, input.firstKey),
      ({ kind }) => kind === 'not-usable');
  }
}
