import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobHandlers } from './job-handlers.ts';

/** The jobs that this application handles. */
@Module({ imports: [DiscoveryModule], providers: [JobHandlers], exports: [JobHandlers] })
export class JobsModule {}
