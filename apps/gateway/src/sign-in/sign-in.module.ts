import { Module } from '@nestjs/common';
import { Passwords } from '#server/passwords';
import { AuditModule } from '../audit/audit.module.ts';
import { EmployersModule } from '../employers/employers.module.ts';
import { AppRules, PasskeyRules } from './factor-rules.ts';
import { OwnPasskeys } from './own-passkeys.service.ts';
import { OwnPassword } from './own-password.ts';
import { OwnTries } from './own-tries.ts';
import { PasskeyStore } from './passkey.store.ts';
import { PasskeysResolver } from './passkeys.resolver.ts';
import { PasswordPlaces } from './password-places.ts';
import { PresentFactor } from './present-factor.ts';
import { SecondFactorResolver } from './second-factor.resolver.ts';
import { SecondFactor } from './second-factor.service.ts';
import { SecondFactorStore } from './second-factor.store.ts';
import { SessionsStore } from './sessions.store.ts';
import { Sessions } from './sessions.ts';
import { SignInResolver } from './sign-in.resolver.ts';
import { SignInService } from './sign-in.service.ts';
import { SignInsResolver } from './sign-ins.resolver.ts';

/** How HR users get in, and who they are. */
@Module({
  imports: [EmployersModule, AuditModule],
  providers: [
    Passwords, PasswordPlaces, SessionsStore, Sessions, SignInService, SignInResolver,
    SecondFactorStore, SecondFactor, SecondFactorResolver, SignInsResolver,
    OwnPassword, OwnTries, PasskeyStore, OwnPasskeys, PasskeysResolver, AppRules, PasskeyRules,
    PresentFactor,
  ],
  exports: [Sessions, SecondFactorStore],
})
export class SignInModule {}
