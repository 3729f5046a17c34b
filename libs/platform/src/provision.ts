/** `npm run provision`: roles, databases and schemas on a PostgreSQL server of one's own. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from './config.ts';
import { migrateDomains } from './launch.ts';
import { explain } from './processes.ts';
import { DATABASES, databaseUrl, newPasswords, provision } from './roles.ts';
import type { Role } from './roles.ts';
import { writeWhole } from './whole-file.ts';

const USAGE = `Usage: npm run provision -- --admin-url postgres://ADMIN:PASSWORD@HOST:5432/postgres [--out FILE]

Makes the roles sotto_owner, gateway_app, worker_app, gateway_auditor and vault_auditor, the
databases gateway, vault and queue, and their schemas, on PostgreSQL 15 or later. ADMIN is a superuser, or has CREATEROLE and
CREATEDB. The new URLs go to FILE (.sotto/server.env), for \`npm start -- --env FILE\`; give each
process of a distributed deployment its own domain's lines only.`;

let made: string | undefined;
try {
  const { adminUrl, out } = readArguments();
  const passwords = newPasswords();
  const lines = urlLines(adminUrl, passwords);
  // First of all: a password that could not be written down would be lost.
  mkdirSync(dirname(out), { recursive: true });
  writeWhole(out, Object.entries(lines).map(([name, url]) => `${name}=${url}\n`).join(''));
  made = out;
  await provision(adminUrl, passwords);
  await migrateDomains({
    gateway: lines['GATEWAY_DATABASE_OWNER_URL'] ?? '',
    vault: lines['VAULT_DATABASE_OWNER_URL'] ?? '',
    queue: lines['QUEUE_OWNER_URL'] ?? '',
  });
  process.stdout.write(`Roles, databases and schemas are there; their URLs are in ${out}.\n`);
} catch (error) {
  // What it holds is of no use, and would be in the way of another attempt.
  if (made !== undefined) rmSync(made, { force: true });
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

/** @throws ConfigError with the usage, or when the file would be overwritten. */
function readArguments(): { adminUrl: string; out: string } {
  const options = {
    'admin-url': { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  let values: { 'admin-url'?: string; out?: string; help?: boolean };
  try {
    ({ values } = parseArgs({ options }));
  } catch {
    throw new ConfigError(USAGE);
  }
  const adminUrl = values['admin-url'];
  if (values.help || !adminUrl || !URL.canParse(adminUrl)) throw new ConfigError(USAGE);
  // As the person meant it who typed it: npm runs its commands in the project's folder.
  const out = resolve(values.out === undefined ? '.' : process.env['INIT_CWD'] ?? '.',
    values.out ?? '.sotto/server.env');
  if (existsSync(out)) {
    throw new ConfigError(`${out} exists: move it away first, since new passwords will be set.`);
  }
  return { adminUrl, out };
}

function urlLines(adminUrl: string, passwords: Record<Role, string>): Record<string, string> {
  const url = (role: Role, database: string) => {
    const line = new URL(databaseUrl(adminUrl, database));
    line.username = role;
    line.password = passwords[role];
    return line.href;
  };
  const { gateway, vault, queue } = DATABASES;
  return {
    GATEWAY_DATABASE_URL: url('gateway_app', gateway),
    VAULT_DATABASE_URL: url('worker_app', vault),
    QUEUE_URL: url('gateway_app', queue),
    VAULT_QUEUE_URL: url('worker_app', queue),
    GATEWAY_DATABASE_OWNER_URL: url('sotto_owner', gateway),
    VAULT_DATABASE_OWNER_URL: url('sotto_owner', vault),
    QUEUE_OWNER_URL: url('sotto_owner', queue),
    GATEWAY_AUDITOR_URL: url('gateway_auditor', gateway),
    VAULT_AUDITOR_URL: url('vault_auditor', vault),
  };
}
