import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { line } from '#platform/text/line';
import { Allow } from '../http/allow.ts';
import { Op, type OperatorCaller } from '../http/caller.ts';
import { email, id, minorUnits, readInput } from '../http/input.ts';
import { InviteResult } from '../employers/employers.graphql.ts';
import type { InviteOutcome } from '../employers/employers.service.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { Team } from '../team/team.graphql.ts';
import { TeamStore } from '../team/team.store.ts';
import {
  AnnounceEndInput, ChangeCustomerInput, Customer, CustomerResult, ListedPeriod, ListedProgramme,
} from './customers.graphql.ts';
import { AnnouncedEnds } from './announced-ends.service.ts';
import { CustomersService, noCustomer, type CustomerOutcome } from './customers.service.ts';
import { CustomersStore } from './customers.store.ts';

const orNull = <T extends z.ZodType>(type: T) =>
  type.nullish().transform((value) => value ?? null);
const change = z.object({
  employerId: id, name: orNull(line(200)), contact: orNull(email),
  sessionPriceMinor: orNull(minorUnits), seatPriceMinor: orNull(z.literal('0').transform(() => 0n).or(minorUnits)),
});
const end = z.object({ employerId: id, lastDay: orNull(z.iso.date('must be a day such as 2026-11-22')) });
const ofOne = z.object({ employerId: id });
const ofSome = z.object({ employerId: orNull(id), programmeId: orNull(id) });

@Resolver()
export class CustomersResolver {
  constructor(
    private readonly db: Database,
    private readonly service: CustomersService,
    private readonly ends: AnnouncedEnds,
    private readonly store: CustomersStore,
    private readonly team: TeamStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => [Customer], { description: 'Customers by name.' })
  @Allow('operator')
  customers(
    @Args('active', { type: () => Boolean, nullable: true }) active: boolean | null,
  ): Promise<Customer[]> {
    return this.db.read('customers', (tx) => this.store.list(tx, active ?? null));
  }

  @Query(() => Customer, { description: 'One customer.' })
  @Allow('operator')
  customer(@Args('employerId', { type: () => ID }) employerId: string): Promise<Customer> {
    const wanted = readInput(ofOne, { employerId });
    return this.db.read('customer', async (tx) =>
      await this.store.find(tx, wanted.employerId) ?? noCustomer());
  }

  @Query(() => Team, { description: 'A customer\'s HR team and open invitations.' })
  @Allow('operator')
  customerTeam(@Args('employerId', { type: () => ID }) employerId: string): Promise<Team> {
    const wanted = readInput(ofOne, { employerId });
    return this.db.read('customer-team', async (tx) => {
      if (!await this.store.find(tx, wanted.employerId)) noCustomer();
      const members = await this.team.members(tx, wanted.employerId);
      return {
        members: members.map((member) => ({ ...member, isSelf: false })),
        invitations: await this.team.invitations(tx, wanted.employerId, today(this.clock)),
      };
    });
  }

  @Query(() => [ListedProgramme], { description: 'Programmes of a customer, or of all.' })
  @Allow('operator')
  allProgrammes(
    @Args('employerId', { type: () => ID, nullable: true }) employerId: string | null,
  ): Promise<ListedProgramme[]> {
    const wanted = readInput(ofSome, { employerId });
    return this.db.read('all-programmes', (tx) => this.store.programmes(tx, wanted.employerId));
  }

  @Query(() => [ListedPeriod], { description: 'Periods of a customer or programme, or of all.' })
  @Allow('operator')
  allPeriods(
    @Args('employerId', { type: () => ID, nullable: true }) employerId: string | null,
    @Args('programmeId', { type: () => ID, nullable: true }) programmeId: string | null,
  ): Promise<ListedPeriod[]> {
    const wanted = readInput(ofSome, { employerId, programmeId });
    return this.db.read('all-periods', (tx) =>
      this.store.periods(tx, wanted.employerId, wanted.programmeId, today(this.clock)));
  }

  @Mutation(() => CustomerResult, { description: 'Change a customer\'s name, contact or price.' })
  @Allow('operator')
  changeCustomer(
    @Op() operator: OperatorCaller, @Args('input') input: ChangeCustomerInput,
  ): Promise<CustomerOutcome> {
    return this.service.change(operator, readInput(change, input));
  }

  @Mutation(() => CustomerResult, { description: 'End a contract: HR reads, and changes nothing.' })
  @Allow('operator')
  deactivateCustomer(
    @Op() operator: OperatorCaller, @Args('employerId', { type: () => ID }) employerId: string,
  ): Promise<CustomerOutcome> {
    return this.service.deactivate(operator, readInput(ofOne, { employerId }).employerId);
  }

  @Mutation(() => CustomerResult, { description: 'Let a contract run again.' })
  @Allow('operator')
  reactivateCustomer(
    @Op() operator: OperatorCaller, @Args('employerId', { type: () => ID }) employerId: string,
  ): Promise<CustomerOutcome> {
    return this.service.reactivate(operator, readInput(ofOne, { employerId }).employerId);
  }

  @Mutation(() => CustomerResult, {
    description: 'Announce the last day of a customer\'s programmes, or take that back.' })
  @Allow('operator')
  announceEnd(
    @Op() operator: OperatorCaller, @Args('input') input: AnnounceEndInput,
  ): Promise<CustomerOutcome> {
    const { employerId, lastDay } = readInput(end, input);
    return this.ends.announce(operator, employerId, lastDay);
  }

  @Mutation(() => InviteResult, { description: 'Invite the owner again, while nobody has joined.' })
  @Allow('operator')
  reinviteOwner(
    @Args('employerId', { type: () => ID }) employerId: string,
    @Args('email', { type: () => String, nullable: true }) given: string | null,
  ): Promise<InviteOutcome> {
    const input = readInput(ofOne.extend({ email: orNull(email) }), { employerId, email: given });
    return this.service.reinvite(input.employerId, input.email);
  }
}
