import { Field, Int, ObjectType } from '@nestjs/graphql';
import { countOf } from '#platform/text/count-of';
import { CodedError } from '../coded-error.ts';

/** Whether a domain takes anything new, after a restore or a restart. */
@ObjectType({ isAbstract: true })
export abstract class Standing {
  @Field({
    description: 'open; unheard: the other domain has not answered yet; restored; partner-restored.',
  })
  readonly state!: string;
  @Field(() => Int, { description: 'What may be used a second time if it goes on, at most.' })
  readonly atMost!: number;
}

/**
 * Refuse to go on unless there was a restore, and what it can cost is borne.
 *
 * @param words what the domain is called, what became of its credits, and what else can be done.
 * @throws CodedError CONFLICT
 */
export function expectBorne(
  { state, atMost }: Standing, upTo: number,
  { domain, was, instead }: Readonly<Record<'domain' | 'was' | 'instead', string>>,
): void {
  if (state !== 'restored') {
    throw new CodedError('CONFLICT', `Nothing is to be accepted here: this ${domain} is ${state}.`);
  }
  if (upTo >= atMost) return;
  throw new CodedError('CONFLICT', `Up to ${countOf(atMost, 'credit')} may have been ${was} and `
    + `forgotten: say so by --up-to ${atMost}, or end the running periods by \`${instead}\`.`);
}
