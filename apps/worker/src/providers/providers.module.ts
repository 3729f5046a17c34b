import { Module } from '@nestjs/common';
import { Passwords } from '#server/passwords';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { AvailabilityModule } from '../availability/availability.module.ts';
import { DirectoryModule } from '../directory/directory.module.ts';
import { MeetingModule } from '../meeting/meeting.module.ts';
import { AppRules, PasskeyRules } from './factor-rules.ts';
import { OwnPassword } from './own-password.ts';
import { PasswordPlaces } from './password-places.ts';
import { PresentFactor } from './present-factor.ts';
import { ProfilesService } from './profiles.service.ts';
import { ProviderFactorResolver } from './provider-factor.resolver.ts';
import { ProviderFactorService } from './provider-factor.service.ts';
import { ProviderCareResolver } from './provider-care.resolver.ts';
import { ProviderCareService } from './provider-care.service.ts';
import { ProviderFieldsResolver } from './provider-fields.resolver.ts';
import { ProviderSessions } from './provider-sessions.ts';
import { ProviderPasskeyStore } from './provider-passkey.store.ts';
import { ProviderPasskeysResolver } from './provider-passkeys.resolver.ts';
import { ProviderPasskeys } from './provider-passkeys.service.ts';
import { ProviderSessionsStore } from './provider-sessions.store.ts';
import { ProvidersResolver } from './providers.resolver.ts';
import { ProvidersService } from './providers.service.ts';
import { ProvidersStore } from './providers.store.ts';
import { SignInChallenges } from './sign-in-challenges.ts';
import { SignInResolver } from './sign-in.resolver.ts';
import { SignInService } from './sign-in.service.ts';
import { SignInsResolver } from './sign-ins.resolver.ts';
import { SignInThrottleStore } from './sign-in-throttle.store.ts';
import { WrongTries } from './wrong-tries.ts';

/** Therapists: registered by the operator, signed in by themselves. */
@Module({
  imports: [AvailabilityModule, DirectoryModule, MeetingModule],
  providers: [
    Passwords, PasswordPlaces, ProfilesService, ProviderCareResolver, ProviderCareService,
    ProvidersResolver, ProviderFieldsResolver, ProvidersService, ProvidersStore,
    ProviderFactorResolver, ProviderFactorService, ProviderFactorStore, ProviderPasskeys,
    ProviderPasskeyStore, ProviderPasskeysResolver, OwnPassword, ProviderSessions,
    ProviderSessionsStore, SignInsResolver, WrongTries, SignInResolver, SignInChallenges,
    SignInService, SignInThrottleStore, AppRules, PasskeyRules, PresentFactor,
  ],
  exports: [Passwords, ProfilesService, ProvidersStore, SignInChallenges],
})
export class ProvidersModule {}
