import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Kind, parse } from 'graphql';
import { globSync, readFileSync } from 'node:fs';
import { audienceOf } from '../../apps/gateway/src/door/allow.ts';
import { startRig, type Rig } from '../../apps/gateway/testing/rig.ts';
import { mayAsk, RIGHTS, SCREENS, type Right } from '../../apps/web/hr/parts/rights.ts';

/** What HR's pages offer to a role is what the gateway allows to it. */

/** Where Nest's GraphQL decorators note a field's name that is not its method's. */
const FIELD = 'graphql:resolver_name';

let rig: Rig;
beforeAll(async () => { rig = await startRig(); });
afterAll(() => rig?.close());

/** Each root field of the gateway that is for HR, and the least role that may ask for it. */
function allowed(): Record<string, string> {
  const { schema } = rig.app.get(GraphQLSchemaHost);
  const fields = new Set([schema.getQueryType(), schema.getMutationType()]
    .flatMap((type) => Object.keys(type?.getFields() ?? {})));
  const reflector = rig.app.get(Reflector);
  const found = rig.app.get(DiscoveryService).getProviders().flatMap(({ instance }) => {
    if (!instance || typeof instance !== 'object') return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const audience = typeof handler === 'function' ? audienceOf(reflector, handler) : undefined;
      if (!handler || !audience?.startsWith('hr:')) return [];
      const field = reflector.get<string | undefined>(FIELD, handler as () => unknown) ?? name;
      return fields.has(field)
        ? [[field, audience.slice('hr:'.length).toUpperCase()]] : [];
    });
  });
  return Object.fromEntries(found) as Record<string, string>;
}

it('offers each role exactly what the gateway allows to it', () => {
  expect(RIGHTS).toEqual(allowed());
});

it('asks for nothing that is in no list', () => {
  const open = ['signIn', 'acceptInvitation'];
  const asked = globSync('apps/web/hr/documents/*.graphql')
    .flatMap((path) => parse(readFileSync(path, 'utf8')).definitions)
    .flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? one.selectionSet.selections : []))
    .flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((name) => !(name in RIGHTS) && !open.includes(name))).toEqual([]);
});

it.each([
  ['VIEWER', ['/', '/programme', '/usage', '/account', '/unseen']],
  ['BILLING', ['/', '/programme', '/credits', '/invoices', '/usage', '/account', '/unseen']],
  ['ADMIN', Object.keys(SCREENS)],
] as const)('leads %s to the screens of her role', (role, screens) => {
  const led = Object.entries(SCREENS).filter(([, right]: [string, Right]) => mayAsk(role, right));
  expect(led.map(([path]) => path)).toEqual(screens);
});
