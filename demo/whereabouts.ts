import type { Launched } from '#platform/launch';
import type { FromStory } from './messages.ts';
import type { Narrator } from './telling/narrator.ts';

/** Say where the service answers and how to sign in, after the story. */
export function tellWhereItIs(
  narrator: Narrator, service: Launched, { signIns }: Extract<FromStory, { kind: 'ended' }>,
): void {
  const { origin, secrets } = service;
  narrator.title('The service', 'The gateway listens on 127.0.0.1; the worker listens nowhere.');
  narrator.table(['address', 'what it is'], [
    [`${origin}/graphql`, 'the gateway\'s schema: employers, members, releases (POST, JSON)'],
    [`${origin}/relay`, 'sealed requests to the vault (POST, RFC 9458)'],
    [`${origin}/health`, 'whether the gateway is up'],
  ]);
  narrator.table(['sign-in', 'name', 'password or token'], [
    ...signIns.map(({ who, name, password }) => [who, name, password]),
    ['gateway operator', '', secrets.gateway['GATEWAY_OPERATOR_TOKEN'] ?? ''],
    ['vault operator', '', secrets.vault['VAULT_OPERATOR_TOKEN'] ?? ''],
    ['pinned vault key', '', secrets.gateway['VAULT_SIGNING_PUBLIC_KEY'] ?? ''],
  ]);
}
