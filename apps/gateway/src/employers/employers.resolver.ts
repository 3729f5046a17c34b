import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { contractNumber } from '#contracts/values';
import { line } from '#platform/text/line';
import { Allow } from '../http/allow.ts';
import { Hr, type HrCaller, type HrRole } from '../http/caller.ts';
import { country } from '../http/country.ts';
import { currency, email, minorUnits, readInput } from '../http/input.ts';
import { HrRoleName } from './hr-user.graphql.ts';
import { CreateEmployerInput, CreateEmployerResult, InviteResult } from './employers.graphql.ts';
import { LIST_PRICE_MINOR } from './list-price.ts';
import { EmployersService, type EmployerOutcome, type InviteOutcome } from './employers.service.ts';

const newEmployer = z.object({
  name: line(200),
  currency,
  ownerEmail: email,
  country,
  sessionPriceMinor: minorUnits.nullish().transform((price) => price ?? LIST_PRICE_MINOR)
    .refine((price) => price <= 100_000_000n, 'must be 100000000 or less'),
  seatPriceMinor: minorUnits.nullish().transform((price) => price ?? null),
  contractNumber: contractNumber.nullish().transform((number) => number ?? null),
});
const roles = [HrRoleName.VIEWER, HrRoleName.BILLING, HrRoleName.ADMIN] as const;
const invitation = z.object({ email, role: z.enum(roles) });

@Resolver()
export class EmployersResolver {
  constructor(private readonly employers: EmployersService) {}

  @Mutation(() => CreateEmployerResult, { description: 'Create a customer and invite its owner.' })
  @Allow('operator')
  createEmployer(@Args('input') input: CreateEmployerInput): Promise<EmployerOutcome> {
    return this.employers.create(readInput(newEmployer, input));
  }

  @Mutation(() => InviteResult, { description: 'Invite somebody to sign in for this employer.' })
  @Allow('hr:admin')
  inviteHrUser(
    @Hr() caller: HrCaller,
    @Args('email') address: string,
    @Args('role', { type: () => HrRoleName }) role: HrRole,
  ): Promise<InviteOutcome> {
    const input = readInput(invitation, { email: address, role });
    return this.employers.invite(caller, input.email, input.role);
  }
}
