import { Global, Module } from '@nestjs/common';
import { DeedsResolver } from './deeds.resolver.ts';
import { DeedsService } from './deeds.service.ts';
import { DeedsStore } from './deeds.store.ts';

/** The record of what operators did, which the guard and an interceptor keep. */
@Global()
@Module({ providers: [DeedsStore, DeedsService, DeedsResolver], exports: [DeedsService] })
export class DeedsModule {}
