/** An expected refusal as the domain says it and the caller gets it; nothing was changed. */
export interface Refusal<Kind extends string = string> {
  readonly kind: Kind;
  /** Stable, for programs. */
  readonly code: string;
  /** For people: what to do next. */
  readonly message: string;
}

/**
 * Make a refusal. Its code is the kind in capitals: `credit-not-usable` is CREDIT_NOT_USABLE.
 * It is frozen and always the same object, so it can't differ by what led to it.
 */
export function refusal<Kind extends string>(kind: Kind, message: string): Refusal<Kind> {
  return Object.freeze({ kind, code: kind.toUpperCase().replaceAll('-', '_'), message });
}
