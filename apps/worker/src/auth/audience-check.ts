import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ConfigError } from '#platform/settings/config';
import { AUDIENCE } from '../access/allow.ts';

/** Metadata key under which @nestjs/graphql keeps whether a method is a Query or a Mutation. */
const RESOLVER_TYPE = 'graphql:resolver_type';
const ROOTS = new Set<unknown>(['Query', 'Mutation', 'Subscription']);

/** Refuses to start when a query or mutation does not say whom it is for. */
@Injectable()
export class AudienceCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws ConfigError that names every field without `@Allow`. */
  onModuleInit(): void {
    const open = this.discovery.getProviders().flatMap(({ instance, name }) => {
      if (!instance || typeof instance !== 'object') return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object> | null;
      return this.scanner.getAllMethodNames(prototype)
        .filter((method) => isUnguarded(prototype?.[method]))
        .map((method) => `${String(name)}.${method}`);
    });
    if (open.length > 0) throw new ConfigError(`No @Allow says whom this is for: ${open.join(', ')}.`);
  }
}

function isUnguarded(method: object | undefined): boolean {
  if (typeof method !== 'function') return false;
  return ROOTS.has(Reflect.getMetadata(RESOLVER_TYPE, method))
    && Reflect.getMetadata(AUDIENCE, method) === undefined;
}
