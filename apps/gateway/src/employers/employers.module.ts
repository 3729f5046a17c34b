import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { EmployersResolver } from './employers.resolver.ts';
import { EmployersService } from './employers.service.ts';
import { EmployersStore } from './employers.store.ts';
import { InvitationTokens } from './invitation-tokens.ts';

/** Customers and whom they let in. */
@Module({
  imports: [AuditModule],
  providers: [EmployersStore, EmployersService, EmployersResolver, InvitationTokens],
  exports: [EmployersStore, EmployersService, InvitationTokens],
})
export class EmployersModule {}
