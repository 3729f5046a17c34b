import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { expectOwnSession } from '#platform/own-session';
import { unreachable } from '#platform/unavailable';

/**
 * The roles: the owner migrates, each process has its own, each domain's auditor reads it. The
 * vault's process has one more, which sees the queue alone.
 */
export type Role =
  | 'sotto_owner' | 'gateway_app' | 'worker_app' | 'queue_worker'
  | 'gateway_auditor' | 'vault_auditor';

/** One of the two domains, each with a database server of its own. */
export type Side = 'gateway' | 'vault';

/** What is on each domain's server: roles that may sign in, and databases. Each has an owner. */
export const SIDES: Record<Side, {
  readonly roles: readonly Role[]; readonly databases: readonly (keyof DatabaseNames)[];
}> = {
  gateway: {
    roles: ['sotto_owner', 'gateway_app', 'queue_worker', 'gateway_auditor'],
    databases: ['gateway', 'queue'],
  },
  vault: { roles: ['sotto_owner', 'worker_app', 'vault_auditor'], databases: ['vault'] },
};

/** Whose server a database is on. */
export function sideOf(database: keyof DatabaseNames): Side {
  return database === 'vault' ? 'vault' : 'gateway';
}

/** The passwords of a server's roles. */
export type Passwords = Partial<Record<Role, string>>;

/**
 * What an auditor may read is granted to this role, which nobody is and which may connect nowhere.
 * Each server has one member of it that signs in, let into one database.
 */
const AUDITORS = 'auditor';

/** A random password for each role of a server that has none yet. */
export function newPasswords(side: Side, known: Passwords = {}): Passwords {
  return Object.fromEntries(SIDES[side].roles.map((role) =>
    [role, known[role] ?? randomBytes(24).toString('hex')]));
}

/** The names of the three databases. */
export interface DatabaseNames {
  readonly gateway: string;
  readonly vault: string;
  readonly queue: string;
}

/** The names used outside of tests. */
export const DATABASES: DatabaseNames = { gateway: 'gateway', vault: 'vault', queue: 'queue' };

/** Who may connect where: the trust boundary. No role of one domain is in the other. */
const GUESTS: Record<keyof DatabaseNames, readonly Role[]> = {
  gateway: ['gateway_app', 'gateway_auditor'],
  vault: ['worker_app', 'vault_auditor'],
  queue: ['gateway_app', 'queue_worker'],
};

/**
 * Create what is missing of one domain's roles and databases on a PostgreSQL 15+ server, and set
 * passwords, memberships and CONNECT as they should be. Repeatable. `adminUrl` is a superuser's, or
 * that of a role with CREATEROLE and CREATEDB (as managed services give).
 *
 * Passwords leave this process only as SCRAM-SHA-256 verifiers, so no server log can hold one.
 *
 * @throws DatabaseUnavailable when the server cannot be reached.
 */
export async function provision(
  adminUrl: string,
  side: Side,
  passwords: Passwords,
  names: DatabaseNames = DATABASES,
): Promise<void> {
  const { roles, databases } = SIDES[side];
  const own = Object.fromEntries(databases.map((domain) => [domain, names[domain]]));
  await expectOwnSession(adminUrl);
  await asAdmin(adminUrl, async (admin) => {
    for (const role of roles) await createRole(admin, role, passwords[role] ?? '');
    await createAuditors(admin, `${side}_auditor`);
    // Since PostgreSQL 16 a CREATEROLE admin is no member of what it creates; a database's first
    // owner must be a role that the creator may act as.
    await admin.query('GRANT sotto_owner TO CURRENT_USER');
    for (const name of Object.values(own)) await createDatabase(admin, name);
  });
  await restrict(adminUrl, own);
}

/**
 * Restrict existing databases of one server to their guests: CONNECT to nobody else, CREATE in
 * `public` to the owner only, and what the owner will create readable by the auditor (never in
 * `queue`).
 */
export async function restrict(
  adminUrl: string,
  names: Partial<DatabaseNames>,
): Promise<void> {
  await restrictConnections(adminUrl, names);
  for (const [domain, name] of entriesOf(names)) {
    const guests = GUESTS[domain];
    const auditing = `ALTER DEFAULT PRIVILEGES FOR ROLE sotto_owner IN SCHEMA public
      GRANT SELECT ON TABLES TO ${AUDITORS};`;
    await asAdmin(databaseUrl(adminUrl, name), (admin) =>
      admin.query(`
        SET ROLE sotto_owner;
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        GRANT USAGE ON SCHEMA public TO ${guests.join(', ')};
        ${domain === 'queue' ? '' : `GRANT USAGE ON SCHEMA public TO ${AUDITORS};`}
        ALTER DEFAULT PRIVILEGES FOR ROLE sotto_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        ${domain === 'queue' ? '' : auditing}`),
    );
  }
}

/** Let only their guests connect to existing databases of one server. */
export async function restrictConnections(
  adminUrl: string,
  names: Partial<DatabaseNames>,
): Promise<void> {
  await asAdmin(adminUrl, async (admin) => {
    await admin.query('SET ROLE sotto_owner');
    for (const [domain, name] of entriesOf(names)) {
      const database = pg.escapeIdentifier(name);
      await admin.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC, ${AUDITORS}`);
      await admin.query(`GRANT CONNECT ON DATABASE ${database} TO ${GUESTS[domain].join(', ')}`);
    }
  });
}

function entriesOf(names: Partial<DatabaseNames>): [keyof DatabaseNames, string][] {
  return Object.entries(names) as [keyof DatabaseNames, string][];
}

/** The same server and user, another database. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

/** Run `work` on one connection as the administrator. */
export async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url, application_name: 'sotto-provision' });
  admin.on('error', () => undefined);
  try {
    await admin.connect();
  } catch (error) {
    throw unreachable(url, error);
  }
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

async function createRole(admin: pg.Client, role: Role, password: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (!rowCount) await admin.query(`CREATE ROLE ${role}`);
  await admin.query(`ALTER ROLE ${role} LOGIN NOCREATEDB NOCREATEROLE INHERIT
    PASSWORD ${pg.escapeLiteral(scramVerifier(password))}`);
}

async function createAuditors(admin: pg.Client, member: Role): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [AUDITORS]);
  if (!rowCount) await admin.query(`CREATE ROLE ${AUDITORS}`);
  await admin.query(`ALTER ROLE ${AUDITORS} NOLOGIN PASSWORD NULL`);
  await admin.query(`GRANT ${AUDITORS} TO ${member}`);
}

async function createDatabase(admin: pg.Client, name: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount) return;
  await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER sotto_owner
    TEMPLATE template0 ENCODING 'UTF8'`);
}

/** The form in which PostgreSQL stores a SCRAM-SHA-256 password (RFC 5802 section 3, RFC 7677). */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  // SaltedPassword := Hi(Normalize(password), salt, i)
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  // ClientKey := HMAC(SaltedPassword, "Client Key"); StoredKey := H(ClientKey)
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  // ServerKey := HMAC(SaltedPassword, "Server Key")
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
