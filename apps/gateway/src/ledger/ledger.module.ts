import { Module } from '@nestjs/common';
import { LedgerStore } from './ledger.store.ts';

/** The gateway's book. */
@Module({ providers: [LedgerStore], exports: [LedgerStore] })
export class LedgerModule {}
