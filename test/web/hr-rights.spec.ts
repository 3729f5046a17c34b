import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Kind, parse } from 'graphql';
import { globSync, readFileSync } from 'node:fs';
import { audienceOf, isMutation } from '#server/access/allow';
import { startRig, type Rig } from '../../apps/gateway/testing/rig.ts';
import { ENDING, mayAsk, RIGHTS, SCREENS, type Right } from '../../apps/web/hr/parts/rights.ts';

/** What HR's pages offer to a role is what the gateway allows to it. */

/** Where Nest's GraphQL decorators note a field's name that is not its method's. */
const FIELD = 'graphql:resolver_name';

let rig: Rig;
beforeAll(async () => { rig = await startRig(); });
afterAll(() => rig?.close());

/** Root fields of the gateway that are for HR: the least role, and whether it changes something. */
function allowed(): Record<string, { role: string; changes: boolean }> {
  const { schema } = rig.app.get(GraphQLSchemaHost);
  const fields = new Set([schema.getQueryType(), schema.getMutationType()]
    .flatMap((type) => Object.keys(type?.getFields() ?? {})));
  const reflector = rig.app.get(Reflector);
  const found = rig.app.get(DiscoveryService).getProviders().flatMap(({ instance }) => {
    if (!instance || typeof instance !== 'object') return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const audience = typeof handler === 'function' ? audienceOf(handler) : undefined;
      if (!handler || !audience?.startsWith('hr:')) return [];
      const field = reflector.get<string | undefined>(FIELD, handler as () => unknown) ?? name;
      return fields.has(field)
        ? [[field, { role: audience.slice('hr:'.length).toUpperCase(),
            changes: isMutation(handler) }]] : [];
    });
  });
  return Object.fromEntries(found) as Record<string, { role: string; changes: boolean }>;
}

it('offers each role exactly what the gateway allows to it', () => {
  expect(RIGHTS).toEqual(Object.fromEntries(
    Object.entries(allowed()).map(([field, { role }]) => [field, role])));
});

it('offers after the end of a contract exactly what the gateway takes then', () => {
  const ending = Object.entries(allowed())
    .filter(([, { role, changes }]) => changes && role !== 'VIEWER').map(([field]) => field);
  expect([...ENDING].sort()).toEqual(ending.sort());
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
