import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { RestoresResolver } from './restores.resolver.ts';
import { RestoresStore } from './restores.store.ts';
import { VaultTickedProcessor } from './vault-ticked.processor.ts';

/** What is to be known and done after a restore of this gateway or of the vault. */
@Module({
  imports: [AuditModule, StatementsModule],
  providers: [RestoresResolver, RestoresStore, VaultTickedProcessor],
})
export class RestoresModule {}
