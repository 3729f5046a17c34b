import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from '#platform/database';
import { openDatabase } from '#platform/database';
import { roleUrls } from './embedded-pair.ts';
import type { RoleUrls } from './embedded-pair.ts';
import { migrate } from '#platform/migrations';
import { migrateQueue } from './queue-schema.ts';
import { asAdmin, databaseUrl, restrict, restrictConnections, SIDES, sideOf } from './roles.ts';
import type { DatabaseNames, Passwords, Role, Side } from './roles.ts';

/** One of the three databases. */
export type Domain = keyof DatabaseNames;

/** What a spec asks for. */
export interface TestClusterOptions {
  /** Folder of migrations for `gateway`; the gateway's own by default. */
  readonly gateway?: string;
  /** Folder of migrations for `vault`; the worker's own by default. */
  readonly vault?: string;
}

/** Three fresh databases, for one spec file. */
export interface TestCluster {
  readonly names: DatabaseNames;
  /** As each process would get them: gateway_app, worker_app, the auditors. */
  readonly urls: RoleUrls;
  /** The superuser's of the server that has a database, on the server's own one. */
  adminUrl(domain: Domain): string;
  /** Statements as the superuser of the server that has a database. */
  asAdmin<T>(domain: Domain, work: (admin: pg.Client) => Promise<T>): Promise<T>;
  /** Let only their guests connect to all three, as after databases were made. */
  restrict(): Promise<void>;
  /** sotto_owner's: for what the apps may not do. */
  ownerUrl(domain: Domain): string;
  urlOf(role: Role, domain: Domain): string;
  /** A Database as the domain's own app role; closed by `drop`. */
  open(domain: 'gateway' | 'vault', poolSize?: number): Promise<Database>;
  /** One statement as the owner: for arranging and asserting. */
  query<T = Record<string, unknown>>(domain: Domain, sql: string, values?: unknown[]): Promise<T[]>;
  /** Close what `open` opened, and drop the databases. Call it in `afterAll`. */
  drop(): Promise<void>;
}

/** What the jest run's parent writes once the cluster is up. */
type Endpoint = Readonly<Record<Side, {
  readonly adminUrl: string;
  readonly passwords: Passwords;
}>>;

const ADVISORY = 0x74657374;

/**
 * Fresh `gateway`, `vault` and `queue` databases with all migrations applied, on the two real
 * PostgreSQL servers of this jest run (started when the first spec asks; scripts/jest-setup.mjs).
 * The databases are copies of templates, so this takes a tenth of a second.
 *
 *     let cluster: TestCluster;
 *     beforeAll(async () => { cluster = await testCluster(); });
 *     afterAll(() => cluster.drop());
 *     const db = await cluster.open('vault');          // as worker_app
 *
 * A lib tests its own SQL by a folder of its own: `testCluster({ vault: 'libs/billing/src/sql' })`
 * (files named as migrations are). The servers run without fsync: do not measure them, and do not
 * kill them (`startEmbedded` in a temporary folder is for that).
 */
export async function testCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const endpoint = await attach();
  const id = randomBytes(5).toString('hex');
  const names = { gateway: `t_${id}_gateway`, vault: `t_${id}_vault`, queue: `t_${id}_queue` };
  const templates = await makeTemplates(endpoint, {
    gateway: options.gateway ?? 'apps/gateway/migrations',
    vault: options.vault ?? 'apps/worker/migrations',
  });
  await onEach(async (side, databases) => {
    await asAdmin(endpoint[side].adminUrl, async (admin) => {
      for (const domain of databases) {
        await admin.query(`CREATE DATABASE ${names[domain]} OWNER sotto_owner
          TEMPLATE ${templates[domain]}`);
      }
    });
    await restrictConnections(endpoint[side].adminUrl, namesOn(databases, names));
  });
  return describe(endpoint, names);
}

/** Both servers side by side. */
async function onEach(
  work: (side: Side, databases: readonly Domain[]) => Promise<void>,
): Promise<void> {
  const sides = Object.keys(SIDES) as Side[];
  await Promise.all(sides.map((side) => work(side, SIDES[side].databases)));
}

function namesOn(databases: readonly Domain[], names: DatabaseNames): Partial<DatabaseNames> {
  return Object.fromEntries(databases.map((domain) => [domain, names[domain]]));
}

function describe(endpoint: Endpoint, names: DatabaseNames): TestCluster {
  const opened: Database[] = [];
  const domainOf = (database: string) =>
    (Object.keys(names) as Domain[]).find((domain) => names[domain] === database) ?? 'gateway';
  const urlIn = (role: Role, database: string) =>
    roleUrl(endpoint[sideOf(domainOf(database))], role, database);
  const urls = roleUrls(urlIn, names);
  const adminUrl = (domain: Domain) => endpoint[sideOf(domain)].adminUrl;
  return {
    names,
    urls,
    adminUrl,
    asAdmin: (domain, work) => asAdmin(adminUrl(domain), work),
    restrict: () => onEach((side, databases) =>
      restrictConnections(endpoint[side].adminUrl, namesOn(databases, names))),
    ownerUrl: (domain) => urlIn('sotto_owner', names[domain]),
    urlOf: (role, domain) => urlIn(role, names[domain]),
    open: async (domain, poolSize = 4) => {
      const db = await openDatabase(urls[domain], { poolSize, applicationName: 'sotto-test' });
      opened.push(db);
      return db;
    },
    query: async <T>(domain: Domain, sql: string, values: unknown[] = []) => {
      const client = new pg.Client({ connectionString: urlIn('sotto_owner', names[domain]) });
      await client.connect();
      try {
        return (await client.query(sql, values)).rows as T[];
      } finally {
        await client.end();
      }
    },
    drop: async () => {
      await Promise.all(opened.map((db) => db.close()));
      await onEach((side, databases) => asAdmin(endpoint[side].adminUrl, async (admin) => {
        for (const domain of databases) {
          // PostgreSQL waits for what is just being closed; who stays is sent away.
          await admin.query(`DROP DATABASE IF EXISTS ${names[domain]}`).catch(() =>
            admin.query(`DROP DATABASE IF EXISTS ${names[domain]} WITH (FORCE)`));
        }
      }));
    },
  };
}

/** One template for each set of migrations, made by whichever spec comes first. */
async function makeTemplates(
  endpoint: Endpoint,
  folders: { gateway: string; vault: string },
): Promise<DatabaseNames> {
  const names = {
    gateway: `template_gateway_${fingerprint(folders.gateway)}`,
    vault: `template_vault_${fingerprint(folders.vault)}`,
    queue: 'template_queue',
  };
  await onEach((side, databases) => asAdmin(endpoint[side].adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [ADVISORY]);
    const list = 'SELECT datname FROM pg_database WHERE datname = ANY($1)';
    const { rows } = await admin.query<{ datname: string }>(list, [Object.values(names)]);
    const missing = databases.filter((domain) =>
      !rows.some((row) => row.datname === names[domain]));
    for (const domain of missing) {
      const name = names[domain];
      await admin.query(`CREATE DATABASE ${name}_new OWNER sotto_owner TEMPLATE template0`);
      await restrict(endpoint[side].adminUrl, { [domain]: `${name}_new` });
      const owner = roleUrl(endpoint[side], 'sotto_owner', `${name}_new`);
      if (domain === 'queue') await migrateQueue(owner);
      else await migrateIfAny(owner, folders[domain]);
      await admin.query(`ALTER DATABASE ${name}_new RENAME TO ${name}`);
    }
  }));
  return names;
}

async function migrateIfAny(ownerUrl: string, folder: string): Promise<void> {
  if (existsSync(folder)) await migrate(ownerUrl, folder);
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256').update(folder);
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

function roleUrl(server: Endpoint[Side], role: Role, database: string): string {
  const url = new URL(databaseUrl(server.adminUrl, database));
  url.username = role;
  // A role that this server does not have is refused by it.
  url.password = server.passwords[role] ?? 'none';
  return url.href;
}

/** Ask jest's parent process for the cluster by leaving a note, and wait for its answer. */
async function attach(): Promise<Endpoint> {
  const folder = process.env['SOTTO_TEST_FOLDER'];
  if (!folder) throw new Error('testCluster() works within jest only: see scripts/jest-setup.mjs');
  const answer = join(folder, 'endpoint.json');
  writeFileSync(join(folder, 'wanted'), '');
  for (let wait = 0; wait < 4_800; wait += 1) {
    if (existsSync(answer)) {
      const endpoint = JSON.parse(readFileSync(answer, 'utf8')) as Endpoint | { error: string };
      if ('error' in endpoint) throw new Error(`The test database did not start: ${endpoint.error}`);
      return endpoint;
    }
    await pause(50);
  }
  throw new Error('The test database did not start within four minutes');
}
