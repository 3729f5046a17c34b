import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../auth/allow.ts';
import { Consent } from './consent.graphql.ts';
import { CONSENT_TEXTS, plainText } from './consent.text.ts';

const SHOWN: readonly Consent[] = CONSENT_TEXTS.map((text) => ({ ...text, text: plainText(text) }));

@Resolver()
export class ConsentResolver {
  /** The text in force; English where there is none in the language asked for. */
  @Query(() => Consent)
  @Allow('public')
  consent(@Args('language', { nullable: true }) language?: string): Consent {
    return SHOWN.find((text) => text.language === language) ?? (SHOWN[0] as Consent);
  }
}
