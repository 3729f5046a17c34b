import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { KeysHealth } from './keys-health.ts';

/** Whether the gateway can do its work, for supervisors. */
@Module({ imports: [KeysModule, StatementsModule], providers: [KeysHealth] })
export class HealthModule {}
