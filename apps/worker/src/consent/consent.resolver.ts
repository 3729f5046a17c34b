import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow.ts';
import { Consent } from './consent.graphql.ts';
import { CONSENT_TEXTS } from './consent.text.ts';

@Resolver()
export class ConsentResolver {
  /** The text in force; English where there is none in the language asked for. */
  @Query(() => Consent)
  @Allow('public')
  consent(@Args('language', { nullable: true }) language?: string): Consent {
    const text = CONSENT_TEXTS.find((one) => one.language === language) ?? CONSENT_TEXTS[0];
    if (!text) throw new Error('there is no consent text');
    return text;
  }
}
