import { Module } from '@nestjs/common';
import { InvoicesModule } from '../invoices/invoices.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { ReleasesModule } from '../releases/releases.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { AccessFactsService } from './access-facts.service.ts';
import { ReportPapers } from './report-papers.ts';
import { ReportsResolver } from './reports.resolver.ts';
import { ReportsService } from './reports.service.ts';

/** What employers read of use: signed reports as numbers, as a paper and as a file to verify. */
@Module({
  imports: [ProgrammesModule, InvoicesModule, ReleasesModule, StatementsModule],
  providers: [ReportsService, ReportPapers, AccessFactsService, ReportsResolver],
  exports: [ReportsService],
})
export class ReportsModule {}
