import { Module } from '@nestjs/common';
import { ownAccountProviders } from '#server/own-account/own-account.providers';
import { OwnSignIns } from '#server/own-account/own-sign-ins';
import { Passwords } from '#server/passwords';
import { AuditModule } from '../audit/audit.module.ts';
import { EmployersModule } from '../employers/employers.module.ts';
import { AppRules, PasskeyRules } from './factor-rules.ts';
import { HrAccounts, HrOwnParts, HrRecord, HrTries } from './own-account.ts';
import { PasskeysResolver, SecondFactorResolver, SignInsResolver } from './own-account.resolvers.ts';
import { PasskeyStore } from './passkey.store.ts';
import { PasswordPlaces } from './password-places.ts';
import { SecondFactorStore } from './second-factor.store.ts';
import { SessionsStore } from './sessions.store.ts';
import { Sessions } from './sessions.ts';
import { SignInResolver } from './sign-in.resolver.ts';
import { SignInService } from './sign-in.service.ts';

/** How HR users get in, and who they are. */
@Module({
  imports: [EmployersModule, AuditModule],
  providers: [
    Passwords, PasswordPlaces, SessionsStore, Sessions,
    { provide: OwnSignIns, useExisting: Sessions },
    SignInService, SignInResolver, SecondFactorStore, PasskeyStore, AppRules, PasskeyRules,
    HrAccounts, HrTries, HrRecord, ...ownAccountProviders(HrOwnParts),
    SignInsResolver, SecondFactorResolver, PasskeysResolver,
  ],
  exports: [Sessions, SecondFactorStore],
})
export class SignInModule {}
