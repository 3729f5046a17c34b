import { Module } from '@nestjs/common';
import { WaitingResolver } from './waiting.resolver.ts';
import { WaitingStore } from './waiting.store.ts';

/** What waits for the gateway's operators. */
@Module({ providers: [WaitingStore, WaitingResolver] })
export class WaitingModule {}
