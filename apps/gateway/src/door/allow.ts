import { SetMetadata, type INestApplicationContext } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';

/** Who may use a field. HR roles include the ones before them. */
export type Audience = 'public' | 'hr:viewer' | 'hr:billing' | 'hr:admin' | 'member' | 'operator';

const AUDIENCE = 'sotto:audience';
/** Where Nest's GraphQL decorators note that a method is a query or a mutation. */
const RESOLVER_TYPE = 'graphql:resolver_type';

/** Say who may use a query or mutation. The gateway does not start with a field that is silent. */
export const Allow = (audience: Audience) => SetMetadata(AUDIENCE, audience);

/** The audience of a handler; undefined when it says none. */
export function audienceOf(reflector: Reflector, handler: object): Audience | undefined {
  return reflector.get<Audience | undefined>(AUDIENCE, handler as () => unknown);
}

/** Whether a handler is a mutation, which needs a CSRF token when HR calls it. */
export function isMutation(reflector: Reflector, handler: object): boolean {
  return reflector.get<string | undefined>(RESOLVER_TYPE, handler as () => unknown) === 'Mutation';
}

/**
 * Refuse to start when a query or mutation does not say who may use it.
 *
 * @throws Error naming each such field.
 */
export function expectAudiences(app: INestApplicationContext): void {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const silent = app.get(DiscoveryService).getProviders().flatMap(({ instance }) => {
    if (!instance || typeof instance !== 'object') return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object> | null;
    if (!prototype) return [];
    return scanner.getAllMethodNames(prototype).filter((name) => {
      const handler = prototype[name];
      if (typeof handler !== 'function') return false;
      const type = reflector.get<string | undefined>(RESOLVER_TYPE, handler as () => unknown);
      const isRoot = type === 'Query' || type === 'Mutation' || type === 'Subscription';
      return isRoot && audienceOf(reflector, handler) === undefined;
    });
  });
  if (silent.length > 0) {
    throw new Error(`These fields say nowhere who may use them: ${silent.join(', ')}. Add @Allow.`);
  }
}
