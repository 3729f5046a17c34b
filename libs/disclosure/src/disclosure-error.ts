/** What a caller got wrong; stable, so that tests and logs may name it. */
export type DisclosureErrorCode =
  | 'bad-headcount'
  | 'bad-tally'
  | 'bad-releases'
  | 'bad-file';

/** A request or input that this library refuses; the message says what to do, never a count. */
export class DisclosureError extends Error {
  constructor(
    readonly code: DisclosureErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'DisclosureError';
  }
}
