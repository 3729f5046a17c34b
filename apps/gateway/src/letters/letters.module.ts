import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { CodesModule } from '../codes/codes.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { LetterBatchesResolver } from './letter-batches.resolver.ts';
import { LetterBatches } from './letter-batches.service.ts';
import { LetterBatchesStore } from './letter-batches.store.ts';
import { PrintFilesResolver } from './print-files.resolver.ts';
import { PrintFiles } from './print-files.service.ts';
import { PrintFilesStore } from './print-files.store.ts';

/** Letters: what HR knows of them, and their files, which operators make for a printer. */
@Module({
  imports: [AuditModule, CodesModule, ProgrammesModule],
  providers: [
    PrintFilesStore, PrintFiles, PrintFilesResolver,
    LetterBatchesStore, LetterBatches, LetterBatchesResolver,
  ],
})
export class LettersModule {}
