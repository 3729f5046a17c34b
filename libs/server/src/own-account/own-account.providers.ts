import type { Provider, Type } from '@nestjs/common';
import { OwnApp } from './own-app.ts';
import { OwnPasskeys } from './own-passkeys.ts';
import type { Owner, OwnParts } from './owner.ts';
import { PresentFactor } from './present-factor.ts';

/** What serves people with what is their own, over the parts that a domain has for it. */
export function ownAccountProviders<Who extends Owner>(parts: Type<OwnParts<Who>>): Provider[] {
  return [
    parts,
    {
      provide: PresentFactor, inject: [parts],
      useFactory: (own: OwnParts<Who>) => new PresentFactor(own),
    },
    ...[OwnApp, OwnPasskeys].map((Service) => ({
      provide: Service, inject: [parts, PresentFactor],
      useFactory: (own: OwnParts<Who>, present: PresentFactor<Who>) => new Service(own, present),
    })),
  ];
}
