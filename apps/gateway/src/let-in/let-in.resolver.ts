import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow } from '../http/allow.ts';
import { Op, type OperatorCaller } from '../http/caller.ts';
import { email, id, readInput } from '../http/input.ts';
import { AskLetInResult, ConfirmLetInResult, LetInRequest } from './let-in.graphql.ts';
import { LetInService, type Asking, type Confirming } from './let-in.service.ts';

const asked = z.object({ employerId: id, email, withoutSecondFactor: z.boolean() });
const confirmed = z.object({ requestId: id });

@Resolver()
export class LetInResolver {
  constructor(private readonly service: LetInService) {}

  @Query(() => [LetInRequest], { description: 'Requests that wait for a second operator.' })
  @Allow('operator')
  letInRequests(): Promise<LetInRequest[]> {
    return this.service.open();
  }

  @Mutation(() => AskLetInResult, { description: 'Ask to let somebody administrate a team.' })
  @Allow('operator')
  askLetIn(
    @Op() operator: OperatorCaller,
    @Args('employerId', { type: () => ID }) employerId: string,
    @Args('email') address: string,
    @Args('withoutSecondFactor') withoutSecondFactor: boolean,
  ): Promise<Asking> {
    const input = readInput(asked, { employerId, email: address, withoutSecondFactor });
    return this.service.ask(operator, input);
  }

  @Mutation(() => ConfirmLetInResult, { description: 'Confirm what another operator asked for.' })
  @Allow('operator')
  confirmLetIn(
    @Op() operator: OperatorCaller, @Args('requestId', { type: () => ID }) requestId: string,
  ): Promise<Confirming> {
    return this.service.confirm(operator, readInput(confirmed, { requestId }).requestId);
  }
}
