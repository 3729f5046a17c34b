import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JobContract } from '#contracts/contract';
import { handle, type JobHandler } from '#platform/queue/job-worker';
import { CONTRACT, type JobProcessor } from './handles.ts';

/** Finds the processors of this application by their `@Handles`. */
@Injectable()
export class JobHandlers {
  constructor(private readonly discovery: DiscoveryService) {}

  /** The handlers of one queue's jobs; whether each job has exactly one, the queue checks. */
  of(queue: string): JobHandler[] {
    return this.discovery.getProviders().flatMap(({ instance }) => {
      const handler = handlerOf(instance);
      return handler?.contract.queue === queue ? [handler] : [];
    });
  }
}

/** The handler that a processor is; null for whatever else an application consists of. */
function handlerOf(provider: unknown): JobHandler | null {
  if (typeof provider !== 'object' || provider === null) return null;
  const contract = Reflect.getMetadata(
    CONTRACT, provider.constructor) as JobContract<unknown> | undefined;
  if (!contract) return null;
  const processor = provider as JobProcessor<unknown, unknown>;
  return handle(contract, (payload, delivery) => processor.process(payload, delivery));
}
