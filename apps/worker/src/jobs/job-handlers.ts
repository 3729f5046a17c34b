import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JobContract } from '#contracts/contract';
import { handle, type JobHandler } from '#platform/job-worker';
import { CONTRACT, type JobProcessor } from './handles.ts';

/** Finds the processors of this application by their `@Handles`. */
@Injectable()
export class JobHandlers {
  constructor(private readonly discovery: DiscoveryService) {}

  /** The handlers of one queue's jobs; whether each job has exactly one, the queue checks. */
  of(queue: string): JobHandler[] {
    return this.discovery.getProviders().flatMap(({ instance, metatype }) => {
      if (!instance || typeof metatype !== 'function') return [];
      const contract = Reflect.getMetadata(CONTRACT, metatype) as JobContract<unknown> | undefined;
      if (contract?.queue !== queue) return [];
      const processor = instance as JobProcessor<unknown, unknown>;
      return [handle(contract, (payload, delivery) => processor.process(payload, delivery))];
    });
  }
}
