/** The database cannot be reached now. The message is one line without credentials. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  /** The SQLSTATE or errno behind it, where one is known. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** What each way of failing means, and what to do: by SQLSTATE, errno or TLS code. */
const MEANINGS: readonly (readonly [codes: RegExp, meaning: string])[] = [
  [/^28P01$/, 'refuses the user or the password: check both in the URL'],
  [/^28000$/, 'does not let this user in from here: check the user in the URL, the server\'s '
    + 'pg_hba.conf, and whether it wants TLS (`?sslmode=require` at the URL\'s end)'],
  [/^3D000$/, 'does not exist: `npm run provision` makes it; if it was lost, restore it from a backup'],
  [/^42501$/, 'is closed to this user: `npm run provision` sets who may connect where'],
  [/^(53300|53400)$/, 'takes no more connections: end other clients, or raise max_connections'],
  [/^53100$/, 'has no room left on its disk: make room on the machine of PostgreSQL'],
  [/^53/, 'lacks memory or other resources: look at the log of PostgreSQL'],
  [/^57P03$/, 'is starting, stopping or recovering: try again in a moment'],
  [/^57P0/, 'was stopped: start PostgreSQL there again'],
  [/^57014$/, 'did not answer in time: see what keeps it busy, then try again'],
  [/^(25006|READONLY)$/, 'can be read only: give the address of the primary, and not of a replica'],
  [/^XX001|^XX002/, 'is damaged: restore it from a backup'],
  [/^(POOLED|42P05|26000)$/, 'is behind a pooler in transaction mode: give the direct address of '
    + 'PostgreSQL, or session mode'],
  [/^(08|EPIPE|ECONNRESET|ECONNABORTED)/, 'broke the connection off: check that the address is '
    + 'PostgreSQL\'s and that nothing on the way closes connections'],
  [/^ECONNREFUSED$/, 'cannot be reached, nothing listens there: start PostgreSQL, or mend host and port'],
  [/^(ENOTFOUND|EAI_)/, 'cannot be reached, its host name is not known: check the host in the URL'],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/, 'cannot be reached, nothing answers: check '
    + 'host and port, and the firewalls on the way'],
  [/CERT_HAS_EXPIRED/, 'shows a TLS certificate that has expired: renew it on the server'],
  [/ALTNAME_INVALID/, 'shows a TLS certificate of another host: use the name that it is for'],
  [/CERT|SIGNATURE|ISSUER/, 'shows a TLS certificate that is not trusted here: name its authority\'s '
    + 'file in NODE_EXTRA_CA_CERTS'],
  [/^(EPROTO|ERR_SSL|ERR_TLS|NOTLS)/, 'does not speak TLS as the URL asks: set up TLS on the '
    + 'server, or take sslmode out of the URL'],
  [/^(NOAUTH|WRONGPASS|NOPERM)$/, 'refuses the user or the password: check both in the URL'],
  [/^(LOADING|MASTERDOWN|TRYAGAIN)$/, 'is starting: try again in a moment'],
  [/^OOM$/, 'has no memory left: raise its maxmemory'],
  [/^MISCONF$/, 'cannot write to its disk: look at its log'],
];
/** Failures that come with words only, or with a pooler's one code for everything (08P01). */
const WORDS: readonly (readonly [words: RegExp, code: string])[] = [
  [/does not support SSL/i, 'NOTLS'],
  [/startup parameter|pooling mode/i, 'POOLED'],
  [/no such database/i, '3D000'],
  [/auth(entication)? failed|password/i, '28P01'],
  [/no more connections|too many/i, '53300'],
  [/cannot connect to server|server login failed/i, 'ECONNREFUSED'],
  [/time(d )?out|no answer/i, 'ETIMEDOUT'],
  [/Connection terminated|Connection is closed|closed the connection/i, 'ECONNRESET'],
  [/^(NOAUTH|WRONGPASS|NOPERM|LOADING|MASTERDOWN|OOM|MISCONF|READONLY)\b/, ''],
];
const UNKNOWN = 'cannot be used: check that PostgreSQL runs there and that the URL is right';

/** What a driver's error means for an operator, with what to do; never what a value was. */
export function meaningOf(error: unknown): string {
  const { code = '', message } = failureOf(error);
  const known = (name: string) => MEANINGS.find(([codes]) => codes.test(name))?.[1];
  const precise = code.startsWith('08') ? undefined : known(code);
  if (precise) return precise;
  for (const [words, means] of WORDS) {
    const found = words.exec(message);
    if (found) return known(means || found[0]) ?? UNKNOWN;
  }
  return known(code) ?? UNKNOWN;
}

/**
 * Describe a failed connection in one line that says what to do, without user or password.
 *
 * @param what at that address: a database, or the queue.
 */
export function unreachable(url: string, error: unknown, what = 'database'): DatabaseUnavailable {
  const { hostname, port, pathname, protocol } = new URL(url);
  const usual = protocol.startsWith('redis') ? '6379' : '5432';
  const place = `${hostname}:${port || usual}${pathname === '/' ? '' : pathname}`;
  const { code } = failureOf(error);
  const said = `The ${what} at ${place} ${meaningOf(error)}${code ? ` (${code})` : ''}.`;
  // Redis is told in the same words.
  const server = protocol.startsWith('redis') ? 'Redis or Valkey' : 'PostgreSQL';
  return new DatabaseUnavailable(said.replaceAll('PostgreSQL', server), code);
}

/** The code (SQLSTATE or errno) and first line of a driver's error, wrapped by TypeORM or not. */
export function failureOf(error: unknown): { code: string | undefined; message: string } {
  const inner = (error as { driverError?: unknown } | undefined)?.driverError ?? error;
  const { code, message = '', errors } = (inner ?? {}) as { code?: string; message?: string; errors?: Error[] };
  // Node reports one error for each address that it tried.
  if (errors?.[0] && !code) return failureOf(errors[0]);
  return { code, message: message.split('\n')[0] ?? '' };
}

/** The queue's error as one line without content. */
export function queueAway(error: unknown): DatabaseUnavailable {
  const { code } = failureOf(error);
  return new DatabaseUnavailable(`The queue ${meaningOf(error)}${code ? ` (${code})` : ''}.`, code);
}

/** An error as a log may have it: its name and its code, never its message. */
export function nameOf(error: unknown): string {
  const { name = 'nothing' } = (error ?? {}) as Partial<Error>;
  const { code } = failureOf(error);
  return code ? `${name} ${code}` : name;
}
