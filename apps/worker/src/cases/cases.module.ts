import { Module } from '@nestjs/common';
import { CreditsModule } from '../credits/credits.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { CasesResolver } from './cases.resolver.ts';
import { CasesService } from './cases.service.ts';
import { CasesStore } from './cases.store.ts';

/** Cases: care without a name. */
@Module({
  imports: [CreditsModule, ProgrammesModule],
  providers: [CasesResolver, CasesService, CasesStore],
  exports: [CasesService, CasesStore],
})
export class CasesModule {}
