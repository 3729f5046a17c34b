import { Inject, Injectable } from '@nestjs/common';
import {
  getOperationAST, Kind, parse, valueFromASTUntyped, type DocumentNode, type FieldNode,
} from 'graphql';
import type { Clock } from '#platform/clock';
import { READING } from '#server/document-limits';
import { loginAsMade } from '#server/first-password';
import { rootFields } from '#server/root-fields';
import { CallersService } from '../auth/callers.service.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { SignInChallenges } from '../providers/sign-in-challenges.ts';
import { throttleMark } from '../providers/sign-in-throttle.store.ts';
import type { Operation } from './inner-http.ts';

/**
 * What can be done once, of therapists' accounts and of the operator's: a challenge or a code is
 * used up, a password is another one, codes are told once. Whatever else changes something carries
 * a key of its own, or comes to the same when it is done again.
 */
export const TAKEN_ONCE = [
  'providerSignIn', 'providerSignOut', 'changeProviderPassword', 'beginSecondFactor',
  'confirmSecondFactor', 'renewRecoveryCodes', 'switchOffSecondFactor',
  'beginPasskey', 'addPasskey', 'removePasskey', 'resetProviderSecondFactor', 'acceptRestore',
  'declineTerms',
] as const;
const ONCE = new Set<string>(TAKEN_ONCE);

/**
 * Such steps of what is asked: root fields of its mutation, by a fragment or under another name
 * too. A step's name elsewhere, as in a comment, is none.
 *
 * @param isEach whether whatever the mutation does is one.
 */
export function stepsOf(
  { query, operationName }: Pick<Operation, 'query' | 'operationName'>, isEach = false,
): FieldNode[] {
  // Most documents have no such word at all, and need no second parsing.
  if (!isEach && !TAKEN_ONCE.some((name) => query.includes(name))) return [];
  const document = readDocument(query);
  const operation = document && getOperationAST(document, operationName);
  if (!document || operation?.operation !== 'mutation') return [];
  const fragments = document.definitions
    .flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [each] : []));
  return rootFields(operation.selectionSet, (name) =>
    fragments.find((fragment) => fragment.name.value === name))
    .filter(({ name }) => isEach || ONCE.has(name.value));
}

function readDocument(query: string): DocumentNode | undefined {
  try {
    return parse(query, { noLocation: true, ...READING.parseOptions });
  } catch {
    return undefined;
  }
}

/** Who takes a step that can be taken once: each kind has a share of the answers that are kept. */
export interface StepTaker {
  readonly kind: 'sign-in' | 'provider' | 'operator';
  /** What is used up by the step, whatever else its request says; null: the request itself. */
  readonly uses: string | null;
  /** The bits of the challenge that was answered for it; null: none was needed. */
  readonly bits: number | null;
}

/** Knows whose answers are kept: of who has signed in, and of an answered challenge. */
@Injectable()
export class StepTakers {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly callers: CallersService,
    private readonly challenges: SignInChallenges,
  ) {}

  /**
   * What an operation does that can be done once. Whatever an operator does is: the bytes of her
   * request, carried again to another worker, must not undo what she has done since.
   */
  steps(operation: Operation): FieldNode[] {
    return stepsOf(operation, this.callers.operatorBy(operation.authorization) !== null);
  }

  /** Who takes these steps of an operation; null: nobody who is known. */
  async of(
    steps: readonly FieldNode[], { authorization, variables }: Operation,
  ): Promise<StepTaker | null> {
    const signIn = steps.find(({ name }) => name.value === 'providerSignIn');
    if (signIn) return this.provenBy(signIn, variables);
    const caller = await this.callers.identify(authorization).catch(() => null);
    return caller && caller.kind !== 'case' ? { kind: caller.kind, uses: null, bits: null } : null;
  }

  /** A challenge costs work and is used up: one row for each, and not for each request. */
  private provenBy(
    { arguments: given = [] }: FieldNode, variables: Operation['variables'],
  ): StepTaker | null {
    const { login, proof } = Object.fromEntries(given.map(({ name, value }) =>
      [name.value, valueFromASTUntyped(value, variables) as unknown]));
    if (typeof login !== 'string' || typeof proof !== 'object' || proof === null) return null;
    const { challenge, answer } = proof as Record<string, unknown>;
    if (typeof challenge !== 'string' || typeof answer !== 'number') return null;
    const mark = throttleMark('login', loginAsMade(login));
    const proven = this.challenges.prove(mark, { challenge, answer }, this.clock.now());
    return proven && { kind: 'sign-in', uses: challenge, bits: proven.bits };
  }
}
