import { Module } from '@nestjs/common';
import { EmployersResolver } from './employers.resolver.ts';
import { EmployersService } from './employers.service.ts';
import { EmployersStore } from './employers.store.ts';
import { InvitationTokens } from './invitation-tokens.ts';

/** Customers and whom they let in. */
@Module({
  providers: [EmployersStore, EmployersService, EmployersResolver, InvitationTokens],
  exports: [EmployersStore, InvitationTokens],
})
export class EmployersModule {}
