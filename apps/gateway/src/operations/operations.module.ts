import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { OperationsResolver } from './operations.resolver.ts';
import { OperationsStore } from './operations.store.ts';

/** Counts for the operator. */
@Module({ imports: [LedgerModule], providers: [OperationsStore, OperationsResolver] })
export class OperationsModule {}
