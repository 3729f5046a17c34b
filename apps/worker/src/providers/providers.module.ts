import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.ts';
import { ProvidersResolver } from './providers.resolver.ts';
import { ProvidersService } from './providers.service.ts';
import { SignInChallenges } from './sign-in-challenges.ts';
import { SignInService } from './sign-in.service.ts';
import { SignInThrottleStore } from './sign-in-throttle.store.ts';

/** Therapists: registered by the operator, signed in by themselves. */
@Module({
  imports: [DirectoryModule],
  providers: [ProvidersResolver, ProvidersService, SignInChallenges, SignInService, SignInThrottleStore],
})
export class ProvidersModule {}
