import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AllowGuard } from './allow.guard.ts';
import { CallersService } from './callers.service.ts';
import { CallersStore } from './callers.store.ts';

/** Who calls, and whom each field is for. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    CallersService, CallersStore,
    { provide: APP_GUARD, useClass: AllowGuard },
  ],
  exports: [CallersService],
})
export class AuthModule {}
