import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module.ts';
import { CreditsService } from './credits.service.ts';
import { SpentCreditsStore } from './spent-credits.store.ts';

/** Credits: verified against the vault's own keys, spent once. */
@Module({
  imports: [KeysModule],
  providers: [CreditsService, SpentCreditsStore],
  exports: [CreditsService, SpentCreditsStore],
})
export class CreditsModule {}
