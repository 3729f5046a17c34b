/** `npm run provision`: one domain's roles, databases and schemas on its PostgreSQL server. */
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '#platform/settings/config';
import { signingPublicKey } from './domain-secrets.ts';
import { migrateDomains } from './launch.ts';
import { makeFolder } from './make-folder.ts';
import { readOptions } from '#platform/settings/own-options';
import { explain } from '#platform/process/processes';
import { DATABASES, databaseUrl, newPasswords, provision } from './roles.ts';
import type { Passwords, Role, Side } from './roles.ts';
import { writeWhole } from '#platform/process/whole-file';

const USAGE = `Usage: npm run provision -- gateway|vault --admin-url postgres://ADMIN:PASSWORD@HOST:5432/postgres [--out FILE]

Makes one domain's roles, databases and schemas on a PostgreSQL server of its own, 15 or later:
  gateway   sotto_owner, gateway_app, gateway_auditor, queue_worker; databases gateway and queue
  vault     sotto_owner, worker_app, vault_auditor; database vault
ADMIN is a superuser, or has CREATEROLE and CREATEDB. The new URLs go to FILE (.sotto/gateway.env,
.sotto/vault.env), for \`npm start -- --env FILE\`. VAULT_QUEUE_URL in the gateway's FILE is for
whoever runs the vault, whose process has it as QUEUE_URL; nothing else of a FILE leaves its domain.
FILE also has the domain's treaty seed, GATEWAY_TREATY_SEED or VAULT_TREATY_SEED, by which it signs its
jobs. The public key that is printed is for the other domain's settings.`;

/** The URLs of a domain by their variables: whose they are, and on which database. */
const LINES: Record<Side, Record<string, readonly [Role, keyof typeof DATABASES]>> = {
  gateway: {
    GATEWAY_DATABASE_URL: ['gateway_app', 'gateway'],
    QUEUE_URL: ['gateway_app', 'queue'],
    VAULT_QUEUE_URL: ['queue_worker', 'queue'],
    GATEWAY_DATABASE_OWNER_URL: ['sotto_owner', 'gateway'],
    QUEUE_OWNER_URL: ['sotto_owner', 'queue'],
    GATEWAY_AUDITOR_URL: ['gateway_auditor', 'gateway'],
  },
  vault: {
    VAULT_DATABASE_URL: ['worker_app', 'vault'],
    VAULT_DATABASE_OWNER_URL: ['sotto_owner', 'vault'],
    VAULT_AUDITOR_URL: ['vault_auditor', 'vault'],
  },
};

let made: string | undefined;
try {
  const { side, adminUrl, out } = readArguments();
  const passwords = newPasswords(side);
  const urls = urlLines(side, adminUrl, passwords);
  const seed = randomBytes(32).toString('hex');
  const lines = { ...urls, [`${side.toUpperCase()}_TREATY_SEED`]: seed };
  // First of all: a password that could not be written down would be lost.
  makeFolder(dirname(out));
  writeWhole(out, Object.entries(lines).map(([name, url]) => `${name}=${url}\n`).join(''));
  made = out;
  await provision(adminUrl, side, passwords);
  await migrateDomains(side === 'vault' ? { vault: urls['VAULT_DATABASE_OWNER_URL'] ?? '' } : {
    gateway: urls['GATEWAY_DATABASE_OWNER_URL'] ?? '', queue: urls['QUEUE_OWNER_URL'] ?? '',
  });
  const other = side === 'vault' ? 'gateway' : 'vault';
  process.stdout.write(
    `The ${side}'s roles, databases and schemas are there; their URLs are in ${out}.\n`
      + `For the settings of the ${other}, whose operator checks by it what the ${side} sends:\n`
      + `${side.toUpperCase()}_TREATY_PUBLIC_KEY=${signingPublicKey(seed)}\n`);
} catch (error) {
  // What it holds is of no use, and would be in the way of another attempt.
  if (made !== undefined) rmSync(made, { force: true });
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

/** @throws ConfigError with the usage, or when the file would be overwritten. */
function readArguments(): { side: Side; adminUrl: string; out: string } {
  const { side, values } = parse();
  const adminUrl = values['admin-url'];
  if (!adminUrl || !URL.canParse(adminUrl)) throw new ConfigError(USAGE);
  // As the person meant it who typed it: npm runs its commands in the project's folder.
  const out = resolve(values.out === undefined ? '.' : process.env['INIT_CWD'] ?? '.',
    values.out ?? `.sotto/${side}.env`);
  if (existsSync(out)) {
    throw new ConfigError(`${out} exists: move it away first, since new passwords will be set.`);
  }
  return { side, adminUrl, out };
}

function parse(): { side: Side; values: { 'admin-url'?: string; 'out'?: string } } {
  const options = {
    'admin-url': { type: 'string' },
    'out': { type: 'string' },
  } as const;
  const { values, positionals: [side, ...others] } =
    readOptions({ options, allowPositionals: true }, USAGE);
  if ((side === 'gateway' || side === 'vault') && others.length === 0) return { side, values };
  throw new ConfigError(USAGE);
}

function urlLines(side: Side, adminUrl: string, passwords: Passwords): Record<string, string> {
  return Object.fromEntries(Object.entries(LINES[side]).map(([name, [role, domain]]) => {
    const line = new URL(databaseUrl(adminUrl, DATABASES[domain]));
    line.username = role;
    line.password = passwords[role] ?? '';
    return [name, line.href];
  }));
}
