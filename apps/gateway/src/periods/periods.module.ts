import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { CodesModule } from '../codes/codes.module.ts';
import { KeysModule } from '../keys/keys.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { PeriodsResolver } from './periods.resolver.ts';
import { PeriodsService } from './periods.service.ts';

/** Benefit periods: what is frozen when one opens. */
@Module({
  imports: [AuditModule, ProgrammesModule, KeysModule, CodesModule],
  providers: [PeriodsService, PeriodsResolver],
})
export class PeriodsModule {}
