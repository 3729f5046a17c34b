import { Module } from '@nestjs/common';
import { ReturnLogProcessor } from './return-log.processor.ts';
import { TermsLogService } from './terms-log.service.ts';
import { TermsLogStore } from './terms-log.store.ts';

/** The signed log of confirmed terms. */
@Module({
  providers: [TermsLogService, TermsLogStore, ReturnLogProcessor],
  exports: [TermsLogService],
})
export class LogModule {}
