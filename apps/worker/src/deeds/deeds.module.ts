import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { DeedsInterceptor } from './deeds.interceptor.ts';
import { DeedsResolver } from './deeds.resolver.ts';
import { DeedsService } from './deeds.service.ts';
import { DeedsStore } from './deeds.store.ts';

/** The record of what operators did, which the guard and an interceptor keep. */
@Global()
@Module({
  providers: [
    DeedsStore, DeedsService, DeedsResolver,
    { provide: APP_INTERCEPTOR, useClass: DeedsInterceptor },
  ],
  exports: [DeedsService],
})
export class DeedsModule {}
