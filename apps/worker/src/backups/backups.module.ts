import { Module } from '@nestjs/common';
import { BackupsResolver } from './backups.resolver.ts';
import { BackupsStore } from './backups.store.ts';

/** Sealed wallets, kept for whoever has the phrase. */
@Module({ providers: [BackupsResolver, BackupsStore] })
export class BackupsModule {}
