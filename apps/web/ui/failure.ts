import { codeOf, Refusal, type Fate } from '#wallet/refusal';

/** What went wrong, as a person would tell them apart. */
export type FailureKind =
  /* On the way. */
  | 'offline' | 'unreachable' | 'portal' | 'blocked' | 'away' | 'crowded'
  /* At the service. */
  | 'busy' | 'paused' | 'stopped' | 'garbled' | 'failed'
  /* At this device, or between its trust and what came. */
  | 'clock' | 'old-key' | 'attack' | 'unshown' | 'outdated'
  /* What was asked for. */
  | 'signed-out' | 'forbidden' | 'gone' | 'conflict' | 'input';

/** A failure with all that its words depend on: one shape for every surface. */
export interface Failure {
  readonly kind: FailureKind;
  readonly fate: Fate;
  /** When to come again, in seconds, where that was said. */
  readonly retryAfter?: number | undefined;
  /** Whether to send it again does nothing twice; undefined where the surface knows. */
  readonly repeatable?: boolean | undefined;
}

const KINDS: Partial<Record<string, FailureKind>> = {
  OFFLINE: 'offline', UNREACHABLE: 'unreachable', PORTAL: 'portal', BLOCKED: 'blocked',
  AWAY: 'away', RATE_LIMITED: 'crowded', OVERLOADED: 'busy', UNAVAILABLE: 'paused',
  STOPPED: 'stopped', UNREADABLE: 'garbled', CLOCK: 'clock', OLD_KEY: 'old-key',
  NOT_THE_VAULT: 'attack', DOCUMENT_NOT_PERSISTED: 'outdated', UNAUTHENTICATED: 'signed-out',
  FORBIDDEN: 'forbidden', SECOND_FACTOR_MISSING: 'forbidden', NOT_FOUND: 'gone',
  CONFLICT: 'conflict', BAD_USER_INPUT: 'input',
  TOO_LARGE: 'input', KEY_UNSHOWN: 'unshown', SMALL_FILE: 'unshown', NO_FILE: 'paused',
};

/** Whatever was thrown, as one of the kinds of failure. Only a wrong signature is an attack. */
export function failureOf(error: unknown): Failure {
  if (isMissingPart(error)) {
    const kind = globalThis.navigator?.onLine === false ? 'offline' : 'outdated';
    return { kind, fate: 'unsent' };
  }
  const kind = KINDS[codeOf(error)] ?? 'failed';
  if (!(error instanceof Refusal)) return { kind, fate: 'read' };
  const { fate, retryAfter, repeatable } = error;
  return { kind, fate, retryAfter, repeatable };
}

/** As the browsers and the bundler tell that a file of the page could not be loaded. */
const MISSING_PART = new RegExp([
  'dynamically imported module', 'importing a module script', 'module script failed',
  'preload css', 'preload of', 'unable to preload',
].join('|'), 'i');

/** Whether a part of the page did not come: a newer one took its place, or the network is off. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && !(error instanceof Refusal) && MISSING_PART.test(error.message);
}

/** Failures that end by themselves: said as a warning, and with a way to try again. */
const PASSING: ReadonlySet<FailureKind> = new Set([
  'offline', 'unreachable', 'portal', 'away', 'crowded', 'busy', 'paused', 'stopped', 'garbled',
  'clock', 'old-key', 'outdated', 'signed-out',
] as const);

/** Whether a failure is a passing one. */
export function isPassing({ kind }: Failure): boolean {
  return PASSING.has(kind);
}
