import { Module } from '@nestjs/common';
import { LedgerStore } from './ledger.store.ts';

/** The vault's book. */
@Module({ providers: [LedgerStore], exports: [LedgerStore] })
export class LedgerModule {}
