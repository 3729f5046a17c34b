import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { allEnded } from '#platform/process/end-all';
import { startServer } from './embedded.ts';
import type { EmbeddedOptions, EmbeddedServer } from './embedded.ts';
import { makeFolder } from './make-folder.ts';
import { EmbeddedPostgresError } from './postgres-home.ts';
import { DATABASES, SIDES, sideOf } from './roles.ts';
import type { DatabaseNames, Role, Side } from './roles.ts';

/** Connection strings by use. Each process is given its own and no other. */
export interface RoleUrls {
  /** gateway_app on `gateway`. */
  readonly gateway: string;
  /** worker_app on `vault`. */
  readonly vault: string;
  /** gateway_app on `queue`. */
  readonly queue: string;
  /** queue_worker on `queue`: all that the vault has on the gateway's server. */
  readonly queueWorker: string;
  readonly auditorGateway: string;
  readonly auditorVault: string;
}

/**
 * The two servers of one machine: the gateway's, with the queue, and the vault's. They share no
 * superuser, no counter of transactions and no statistics, by which what happens in one domain
 * could be put in order with what happens in the other.
 */
export interface EmbeddedPostgres extends Readonly<Record<Side, EmbeddedServer>> {
  readonly urls: RoleUrls;
  /** sotto_owner's URL on a database: to migrate. */
  ownerUrl(database: string): string;
  /** A role's URL on a database, on the server where that is. */
  urlOf(role: Role, database: string): string;
  /** From now on start again whichever dies, and tell; or tell that it does not start. */
  keepRunning(onRestart: (side: Side) => void, onGivenUp: (error: Error) => void): void;
  /** Resolves once both run (again). */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const BOTH = Object.keys(SIDES) as Side[];

/**
 * Start both embedded servers of a data folder, `gateway` and `vault` within it.
 *
 * @throws as `startServer`; EmbeddedPostgresError for a folder from when there was one server.
 */
export async function startEmbedded(
  folder: string, options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  if (existsSync(join(folder, 'secrets.json'))) {
    throw new EmbeddedPostgresError(
      `${folder} has one database server for both domains, as before version 0.1: move it away and `
        + 'start anew; nothing can be taken over, since their separation begins with the servers.',
    );
  }
  makeFolder(folder);
  // A way through for PostgreSQL's account; what is within is closed by itself.
  chmodSync(folder, 0o711);
  const starting = BOTH.map((side) => startServer(join(folder, side), side, options));
  const ended = await Promise.allSettled(starting);
  const failed = ended.find((one) => one.status === 'rejected');
  const servers = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [gateway, vault] = servers;
  if (failed || !gateway || !vault) {
    await allEnded(servers.map((server) => server.stop())).catch(() => undefined);
    throw failed?.reason;
  }
  return pairOf({ gateway, vault });
}

function pairOf(servers: Record<Side, EmbeddedServer>): EmbeddedPostgres {
  const all = Object.values(servers);
  const urlOf = (role: Role, database: string) =>
    servers[sideOf(database as keyof DatabaseNames)].urlOf(role, database);
  return {
    ...servers,
    urls: roleUrls(urlOf, DATABASES),
    urlOf,
    ownerUrl: (database) => urlOf('sotto_owner', database),
    keepRunning: (onRestart, onGivenUp) => {
      for (const side of BOTH) servers[side].keepRunning(() => onRestart(side), onGivenUp);
    },
    ready: async () => { await Promise.all(all.map((server) => server.ready())); },
    stop: () => allEnded(all.map((server) => server.stop())),
  };
}

/** The URLs of each use on three databases. */
export function roleUrls(
  urlOf: (role: Role, database: string) => string, names: DatabaseNames,
): RoleUrls {
  return {
    gateway: urlOf('gateway_app', names.gateway),
    vault: urlOf('worker_app', names.vault),
    queue: urlOf('gateway_app', names.queue),
    queueWorker: urlOf('queue_worker', names.queue),
    auditorGateway: urlOf('gateway_auditor', names.gateway),
    auditorVault: urlOf('vault_auditor', names.vault),
  };
}
