import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { CustomersModule } from '../customers/customers.module.ts';
import { EmployersModule } from '../employers/employers.module.ts';
import { LetInResolver } from './let-in.resolver.ts';
import { LetInService } from './let-in.service.ts';
import { LetInStore } from './let-in.store.ts';

/** A way back in for an HR team, which two operators open together. */
@Module({
  imports: [AuditModule, CustomersModule, EmployersModule],
  providers: [LetInStore, LetInService, LetInResolver],
})
export class LetInModule {}
