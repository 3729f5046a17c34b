import { ConfigError, refuseMisspelt } from '#platform/settings/config';
import type { Environment } from '#platform/settings/config';

/** The addresses of one's own servers: all of them, or none and the embedded server. */
const NEEDED = ['GATEWAY_DATABASE_URL', 'VAULT_DATABASE_URL', 'QUEUE_URL'];
/** Further addresses, which mean nothing without those. */
const BESIDE = [
  'VAULT_QUEUE_URL', 'GATEWAY_DATABASE_OWNER_URL', 'VAULT_DATABASE_OWNER_URL', 'QUEUE_OWNER_URL',
];

/** An environment in which a variable that is set to nothing counts as not set. */
export function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

/**
 * Whether the service runs on servers of one's own.
 *
 * @throws ConfigError when some of their addresses are given and others not, or when a name is
 *   nearly one of ours: else data would go to a server that nobody meant.
 */
export function hasOwnServers(env: Environment): boolean {
  refuseMisspelt(env);
  const given = [...NEEDED, ...BESIDE].filter((name) => env[name]);
  const lacking = NEEDED.filter((name) => !env[name]);
  if (given.length > 0 && lacking.length > 0) {
    throw new ConfigError(`${given.join(', ')} ${given.length > 1 ? 'are' : 'is'} set, and `
      + `${lacking.join(', ')} ${lacking.length > 1 ? 'are' : 'is'} not: set ${NEEDED.join(', ')} `
      + 'for servers of your own, or none of them for the embedded one.');
  }
  return given.length > 0;
}
