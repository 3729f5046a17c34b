import { Module } from '@nestjs/common';
import { FundingModule } from '../funding/funding.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { CheckNumbers } from './check-numbers.ts';
import { Confirmations } from './confirmations.ts';
import { Endings } from './endings.ts';
import { ProposeTermsProcessor } from './propose-terms.processor.ts';
import { TermsResolver } from './terms.resolver.ts';
import { TermsService } from './terms.service.ts';
import { TermsStore } from './terms.store.ts';
import { WithdrawTermsProcessor } from './withdraw-terms.processor.ts';

/** Terms that the gateway proposes and this vault's operator confirms. */
@Module({
  imports: [FundingModule, LedgerModule, ProgrammesModule],
  providers: [
    TermsStore, CheckNumbers, Confirmations, Endings, ProposeTermsProcessor, WithdrawTermsProcessor,
    TermsService, TermsResolver,
  ],
  exports: [TermsStore],
})
export class TermsModule {}
