import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { EmployersModule } from '../employers/employers.module.ts';
import { TeamModule } from '../team/team.module.ts';
import { AnnouncedEnds } from './announced-ends.service.ts';
import { CustomersResolver } from './customers.resolver.ts';
import { CustomersService } from './customers.service.ts';
import { CustomersStore } from './customers.store.ts';

/** Customers over all of them, for operators. */
@Module({
  imports: [AuditModule, EmployersModule, TeamModule],
  providers: [CustomersStore, CustomersService, AnnouncedEnds, CustomersResolver],
  exports: [CustomersStore],
})
export class CustomersModule {}
