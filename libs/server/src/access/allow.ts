import { SetMetadata, type INestApplicationContext } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ConfigError } from '#platform/settings/config';

const AUDIENCE = 'sotto:audience';
/** Where Nest's GraphQL decorators note that a method is a query or a mutation. */
const RESOLVER_TYPE = 'graphql:resolver_type';
const ROOTS = new Set<unknown>(['Query', 'Mutation', 'Subscription']);

/** Say who may use a query or mutation, of the audiences that an app has. */
export function allow<Audience extends string>(audience: Audience) {
  return SetMetadata(AUDIENCE, audience);
}

/** The audience of a handler; undefined when it says none. */
export function audienceOf(handler: object): string | undefined {
  return Reflect.getMetadata(AUDIENCE, handler) as string | undefined;
}

/** Whether a handler is a mutation. */
export function isMutation(handler: object): boolean {
  return Reflect.getMetadata(RESOLVER_TYPE, handler) === 'Mutation';
}

/**
 * Refuse to start when a query or mutation does not say who may use it.
 *
 * @throws ConfigError naming each such field.
 */
export function expectAudiences(app: INestApplicationContext): void {
  const scanner = new MetadataScanner();
  const silent = app.get(DiscoveryService, { strict: false }).getProviders().flatMap(
    ({ instance, name }) => {
      if (!instance || typeof instance !== 'object') return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object> | null;
      return scanner.getAllMethodNames(prototype)
        .filter((method) => isSilent(prototype?.[method]))
        .map((method) => `${String(name)}.${method}`);
    });
  if (silent.length > 0) {
    throw new ConfigError(`No @Allow says who may use these fields: ${silent.join(', ')}.`);
  }
}

function isSilent(method: object | undefined): boolean {
  return typeof method === 'function' && ROOTS.has(Reflect.getMetadata(RESOLVER_TYPE, method))
    && audienceOf(method) === undefined;
}
