/**
 * What became of a request without a proper answer: it never left this device, it may have been
 * done, it was refused and nothing was done, or it asked for nothing to be done (`read`).
 */
export type Fate = 'unsent' | 'unknown' | 'refused' | 'read';

interface Circumstances {
  readonly fate?: Fate;
  /** When the other side wants to be asked again, in seconds, where it says so. */
  readonly retryAfter?: number | undefined;
  /** Whether to send it again does nothing twice; undefined where the surface knows. */
  readonly repeatable?: boolean | undefined;
}

/**
 * An answer that is none. `code` is the API's stable code, or one of: `OFFLINE` (this device has no
 * connection), `UNREACHABLE` (nothing came back), `PORTAL` (a network answered in the service's
 * place), `BLOCKED` (a network refused), `AWAY` (a proxy found nobody), `UNREADABLE` (the vault
 * cannot open it, or its answer cannot be opened), `OLD_KEY` (a right signature that is out of
 * date), `CLOCK` (the same, and this device's clock is off), `NOT_THE_VAULT` (a wrong signature),
 * `STOPPED` (the vault did not answer in time), `TOO_LARGE` (what is asked does not fit, and
 * nothing was sent), `TOO_LONG` (the answer has more parts than any), `OLD_DIRECTORY` (a newer one
 * was seen before), `KEY_UNSHOWN` (the gateway says that a claim key is used, and its files do not
 * show it), `SMALL_FILE` (a file of issued batches is not as long as all are), `NO_FILE` (none is
 * there of a name that the vault signed).
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly fate: Fate;
  readonly retryAfter: number | undefined;
  readonly repeatable: boolean | undefined;

  constructor(
    readonly code: string, message: string, { fate, retryAfter, repeatable }: Circumstances = {},
  ) {
    super(message);
    this.fate = fate ?? (MAY_BE_DONE.has(code) ? 'unknown' : 'refused');
    this.retryAfter = retryAfter;
    this.repeatable = repeatable;
  }

  /** The same, of a request whose fate is known better where it was made. */
  of(fate: Fate, repeatable = this.repeatable): Refusal {
    return new Refusal(this.code, this.message, { fate, retryAfter: this.retryAfter, repeatable });
  }
}

/** Where something began on the other side, or may have. */
const MAY_BE_DONE = new Set(
  ['INTERNAL', 'UNAVAILABLE', 'UNKNOWN', 'UNREACHABLE', 'PORTAL', 'AWAY', 'UNREADABLE', 'STOPPED', 'TOO_LONG']);

/** The stable code of whatever was thrown; `UNKNOWN` for what is not a refusal. */
export function codeOf(error: unknown): string {
  return error instanceof Refusal ? error.code : 'UNKNOWN';
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string; readonly extensions?: { readonly code?: unknown };
  }[];
}

/**
 * The data of a GraphQL answer; undefined when it is no answer of the service, whose errors all
 * have a code.
 *
 * @throws Refusal with the first error's stable code.
 */
export function readAnswer<T>(text: string): T | undefined {
  let body: Body | null;
  try {
    body = JSON.parse(text) as Body | null;
  } catch {
    return undefined;
  }
  const error = Array.isArray(body?.errors) ? body.errors[0] : undefined;
  const code = error?.extensions?.code;
  if (error) {
    if (typeof code !== 'string') return undefined;
    throw new Refusal(code, error.message);
  }
  return (body?.data ?? undefined) as T | undefined;
}

/** What an answer that is not the service's shows of itself. */
export interface Foreign {
  readonly status: number;
  /** Led elsewhere, as networks do that want a sign-in first. */
  readonly redirected?: boolean;
  /** The header of this name (RFC 9110, 10.2.3): seconds or a date. */
  readonly retryAfter?: string | null;
}

/** Networks say so when they want a sign-in first (RFC 9110, 15.5.2 and .8; RFC 6585, 6). */
const SIGN_IN_FIRST = new Set([401, 407, 511]);
const TIMED_OUT = 408;
const TOO_MANY = 429;
const SECOND_MS = 1_000;
const LONGEST_WAIT_S = 3_600;

/** What to think of an answer that something between this page and the service gave. */
export function refusalOf({ status, redirected, retryAfter }: Foreign, now: number): Refusal {
  const after = readRetryAfter(retryAfter, now);
  if (SIGN_IN_FIRST.has(status)) {
    return new Refusal('PORTAL', 'The network wants a sign-in first.', { fate: 'refused' });
  }
  if (redirected || status < 400) return new Refusal('PORTAL', 'Somebody else answered.');
  if (status === TOO_MANY) {
    return new Refusal('RATE_LIMITED', 'Too many requests.', { retryAfter: after });
  }
  if (status >= 500 || status === TIMED_OUT) {
    return new Refusal('AWAY', 'The service was not found.', { retryAfter: after });
  }
  return new Refusal('BLOCKED', 'The network refused this.');
}

/** The header in seconds, an hour at most; undefined where it says nothing. */
export function readRetryAfter(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header)
    : Math.ceil((Date.parse(header) - now) / SECOND_MS);
  if (Number.isNaN(seconds) || seconds <= 0) return undefined;
  return Math.min(seconds, LONGEST_WAIT_S);
}
