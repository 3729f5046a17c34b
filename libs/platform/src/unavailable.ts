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

/**
 * Describe a failed connection in one line that says what to do, without user or password.
 */
export function unreachable(url: string, error: unknown): DatabaseUnavailable {
  const { hostname, port, pathname } = new URL(url);
  const place = `${hostname}:${port || '5432'}${pathname}`;
  const { code, message } = failureOf(error);
  return new DatabaseUnavailable(
    `The database at ${place} cannot be reached (${code ?? message}): ` +
      'check that PostgreSQL runs there and that the URL, user and password are right.',
    code,
  );
}

/** The code (SQLSTATE or errno) and first line of a driver's error, wrapped by TypeORM or not. */
export function failureOf(error: unknown): { code: string | undefined; message: string } {
  const inner = (error as { driverError?: unknown } | undefined)?.driverError ?? error;
  const { code, message = '', errors } = inner as { code?: string; message?: string; errors?: Error[] };
  // Node reports one error for each address that it tried.
  if (errors?.[0] && !code) return failureOf(errors[0]);
  return { code, message: message.split('\n')[0] ?? '' };
}

/** The queue's error as one line without content. */
export function queueAway(error: unknown): DatabaseUnavailable {
  const { code, message } = failureOf(error);
  return new DatabaseUnavailable(`The queue cannot be reached (${code ?? message}).`, code);
}

/** An error as a log may have it: its name and its code, never its message. */
export function nameOf(error: unknown): string {
  const { name } = error as Error;
  const { code } = failureOf(error);
  return code ? `${name} ${code}` : name;
}
