import { Module } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { WorkerConfig } from '#platform/settings/config';
import { ownAccountProviders } from '#server/own-account/own-account.providers';
import { OwnSignIns } from '#server/own-account/own-sign-ins';
import { Passwords } from '#server/passwords';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { AvailabilityModule } from '../availability/availability.module.ts';
import { DirectoryModule } from '../directory/directory.module.ts';
import { MeetingModule } from '../meeting/meeting.module.ts';
import { CLOCK, WORKER_CONFIG } from '../foundation/tokens.ts';
import { AppRules, PasskeyRules } from './factor-rules.ts';
import { ProviderAccounts, ProviderOwnParts, ProviderRecord, ProviderTries } from './own-account.ts';
import { PasskeysResolver, SecondFactorResolver, SignInsResolver } from './own-account.resolvers.ts';
import { PasswordPlaces } from './password-places.ts';
import { ProfilesService } from './profiles.service.ts';
import { ProviderCareResolver } from './provider-care.resolver.ts';
import { ProviderCareService } from './provider-care.service.ts';
import { ProviderFieldsResolver } from './provider-fields.resolver.ts';
import { ProviderPasskeyStore } from './provider-passkey.store.ts';
import { ProviderSessionsStore } from './provider-sessions.store.ts';
import { ProvidersResolver } from './providers.resolver.ts';
import { ProvidersService } from './providers.service.ts';
import { ProvidersStore } from './providers.store.ts';
import { SignInChallenges } from './sign-in-challenges.ts';
import { SignInResolver } from './sign-in.resolver.ts';
import { SignInService } from './sign-in.service.ts';
import { SignInThrottleStore } from './sign-in-throttle.store.ts';

/** Therapists: registered by the operator, signed in by themselves. */
@Module({
  imports: [AvailabilityModule, DirectoryModule, MeetingModule],
  providers: [
    Passwords, PasswordPlaces, ProfilesService, ProviderCareResolver, ProviderCareService,
    ProvidersResolver, ProviderFieldsResolver, ProvidersService, ProvidersStore, AppRules,
    PasskeyRules, ProviderFactorStore, ProviderPasskeyStore, ProviderSessionsStore,
    SignInResolver, SignInChallenges, SignInService, SignInThrottleStore, ProviderAccounts,
    ProviderTries, ProviderRecord, ...ownAccountProviders(ProviderOwnParts),
    {
      provide: OwnSignIns,
      inject: [Database, ProviderSessionsStore, ProviderRecord, CLOCK, WORKER_CONFIG],
      useFactory: (
        db: Database, rows: ProviderSessionsStore, record: ProviderRecord, clock: Clock,
        { idleMinutes }: WorkerConfig,
      ) => new OwnSignIns({ db, rows, record, clock, idleMinutes }),
    },
    SignInsResolver, SecondFactorResolver, PasskeysResolver,
  ],
  exports: [Passwords, ProfilesService, ProvidersStore, SignInChallenges],
})
export class ProvidersModule {}
