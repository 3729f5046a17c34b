import { endInOrder } from '#platform/process/end-all';
import type { Started } from '#platform/process/processes';

/** Closes what was opened, the last first: requests, what they caused, what all stands on. */
export class Opened {
  private readonly closers: (() => Promise<void>)[] = [];

  /** Note how a part is closed. */
  add(close: () => Promise<void>): void {
    this.closers.push(close);
  }

  /** Close all of it, in order and once. @throws AggregateError of what failed, after the last */
  close(): Promise<void> {
    return endInOrder(this.closers.splice(0).reverse());
  }
}

/**
 * Start a process of parts; what was opened is closed if it fails.
 *
 * @param open starts them, and answers with the port that it listens on, if any.
 * @throws whatever `open` throws.
 */
export async function startParts(
  open: (opened: Opened) => Promise<number | undefined>,
): Promise<Started> {
  const opened = new Opened();
  try {
    const port = await open(opened);
    return { ...port !== undefined && { port }, stop: () => opened.close() };
  } catch (error) {
    // Why it does not start is what its operator needs to know.
    await opened.close().catch(() => undefined);
    throw error;
  }
}
