import { setTimeout as pause } from 'node:timers/promises';

/** What is answered of a batch so far: each reply with its place. */
export interface Answered {
  readonly answered: readonly (readonly [place: number, reply: unknown])[];
}

/** How long a batch waits for all its replies before those that are there are told. */
const COMPANY_MS = 100;

/**
 * The replies of a batch, in its order. Nobody waits for the slowest: once the batch is late, what
 * is answered is told, and then whenever more is.
 *
 * @throws what a reply rejects with.
 */
export async function inTurn<R>(
  replies: readonly Promise<R>[], tell: (answered: Answered) => Promise<void>,
  companyMs = COMPANY_MS,
): Promise<R[]> {
  const answered: [number, R][] = [];
  const all = Promise.all(replies.map(async (reply, place) => {
    answered.push([place, await reply]);
  }));
  let told = 0;
  while (answered.length < replies.length) {
    const timer = new AbortController();
    const late = pause(companyMs, 'late', { signal: timer.signal }).catch(() => 'done');
    const ended = await Promise.race([all, late]);
    timer.abort();
    if (ended !== 'late') break;
    if (answered.length === told) continue;
    told = answered.length;
    // They were told nothing then: the whole answer, or another try of the job, will.
    await tell({ answered: [...answered] }).catch(() => undefined);
  }
  await all;
  return answered.sort(([a], [b]) => a - b).map(([, reply]) => reply);
}

/** What a job has told so far; nothing when it told nothing, or something else. */
export function readAnswered(progress: unknown): Answered['answered'] {
  const { answered } = (progress ?? {}) as Partial<Answered>;
  return Array.isArray(answered) ? answered as Answered['answered'] : [];
}
