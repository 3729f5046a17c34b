import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { TermsModule } from '../terms/terms.module.ts';
import { OperationsResolver } from './operations.resolver.ts';
import { OperationsStore } from './operations.store.ts';

/** Numbers for whoever runs the vault. */
@Module({ imports: [LedgerModule, TermsModule], providers: [OperationsResolver, OperationsStore] })
export class OperationsModule {}
