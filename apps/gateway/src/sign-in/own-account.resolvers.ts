import { Resolver } from '@nestjs/graphql';
import {
  passkeysResolver, secondFactorResolver, signInsResolver,
} from '#server/own-account/own-account.resolvers';
import { Allow } from '../http/allow.ts';
import { Own, type HrOwner } from '../http/caller.ts';
import { id, readInput } from '../http/input.ts';

const DOOR = { Allowed: Allow('hr:viewer'), Own, readInput, id };

@Resolver()
export class SignInsResolver extends signInsResolver(DOOR) {}

@Resolver()
export class SecondFactorResolver extends secondFactorResolver<HrOwner>(DOOR) {}

@Resolver()
export class PasskeysResolver extends passkeysResolver<HrOwner>(DOOR) {}
