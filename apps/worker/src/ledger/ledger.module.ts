import { Module } from '@nestjs/common';
import { LedgerStore } from '#server/ledger/ledger.store';

/** The vault's book. */
@Module({ providers: [LedgerStore], exports: [LedgerStore] })
export class LedgerModule {}
