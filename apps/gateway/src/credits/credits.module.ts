import { Module } from '@nestjs/common';
import { IssuedModule } from '../issued/issued.module.ts';
import { KeysModule } from '../keys/keys.module.ts';
import { AllowanceStore } from './allowance.store.ts';
import { CreditsResolver } from './credits.resolver.ts';
import { CreditsService } from './credits.service.ts';

/** Issuing credits, blindly. */
@Module({
  imports: [IssuedModule, KeysModule],
  providers: [AllowanceStore, CreditsService, CreditsResolver],
})
export class CreditsModule {}
