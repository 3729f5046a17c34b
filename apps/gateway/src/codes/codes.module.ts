import { Module } from '@nestjs/common';
import { IssuedModule } from '../issued/issued.module.ts';
import { MembersModule } from '../members/members.module.ts';
import { CodeBook } from './code-book.ts';
import { CodesResolver } from './codes.resolver.ts';
import { CodesService } from './codes.service.ts';
import { CodesStore } from './codes.store.ts';

/** Eligibility codes: letters for everyone at once, claimed by a wallet. */
@Module({
  imports: [IssuedModule, MembersModule],
  providers: [CodeBook, CodesStore, CodesService, CodesResolver],
  exports: [CodeBook, CodesStore],
})
export class CodesModule {}
