import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { DeedsInterceptor } from './deeds.interceptor.ts';
import { DeedsResolver } from './deeds.resolver.ts';
import { DeedsService, type DeedSubjects } from './deeds.service.ts';
import { DeedsStore } from './deeds.store.ts';

/** The record of what operators did, which the guard and an interceptor keep. */
@Module({})
export class DeedsModule {
  /** The module of a domain. @param clock under which it has its clock. */
  static of(clock: InjectionToken<Clock>, subjects: DeedSubjects): DynamicModule {
    return {
      module: DeedsModule, global: true,
      providers: [
        DeedsStore, DeedsResolver,
        {
          provide: DeedsService, inject: [Database, DeedsStore, clock],
          useFactory: (db: Database, store: DeedsStore, now: Clock) =>
            new DeedsService(db, store, now, subjects),
        },
        { provide: APP_INTERCEPTOR, useClass: DeedsInterceptor },
      ],
      exports: [DeedsService],
    };
  }
}
