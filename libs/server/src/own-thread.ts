import { Worker } from 'node:worker_threads';

/**
 * Run a script on a thread of its own, so that nobody else waits for it: it finds its input as
 * `workerData` and posts one answer. What takes longer than `end` allows is ended.
 *
 * @throws what `late` makes, once the thread is gone; an error that the thread threw
 */
export function onOwnThread<Answer>(
  script: URL, input: unknown, end: AbortSignal, late: () => Error,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, { workerData: input });
    const stop = () => { void thread.terminate(); };
    end.addEventListener('abort', stop);
    if (end.aborted) stop();
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      end.removeEventListener('abort', stop);
      reject(end.aborted ? late() : new Error('a thread ended before it had answered'));
    });
  });
}
