import { Module } from '@nestjs/common';
import { EmployersModule } from '../employers/employers.module.ts';
import { Passwords } from './passwords.ts';
import { SessionsStore } from './sessions.store.ts';
import { Sessions } from './sessions.ts';
import { SignInResolver } from './sign-in.resolver.ts';
import { SignInService } from './sign-in.service.ts';

/** How HR users get in, and who they are. */
@Module({
  imports: [EmployersModule],
  providers: [Passwords, SessionsStore, Sessions, SignInService, SignInResolver],
  exports: [Sessions],
})
export class SignInModule {}
