import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { EmployersModule } from '../employers/employers.module.ts';
import { SignInModule } from '../sign-in/sign-in.module.ts';
import { TeamResolver } from './team.resolver.ts';
import { TeamService } from './team.service.ts';
import { TeamStore } from './team.store.ts';

/** An HR team: who is in it, as what. */
@Module({
  imports: [AuditModule, EmployersModule, SignInModule],
  providers: [TeamStore, TeamService, TeamResolver],
  exports: [TeamStore],
})
export class TeamModule {}
