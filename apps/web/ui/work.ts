import type { Following } from '#wallet/arithmetic';
import type { Meanwhile } from './worker-side.ts';
import { openWorker } from './trusted.ts';

/**
 * One piece of work in a worker of its own, which ends with it.
 *
 * @throws Error with the name of the one that was thrown there.
 */
export function workBeside<Work, Result extends { readonly kind: string }>(
  url: string, work: Work, { onProgress, signal }: Following,
): Promise<Result> {
  signal?.throwIfAborted();
  const worker = openWorker(url);
  const ended = new Promise<Result>((resolve, reject) => {
    signal?.addEventListener('abort', () => { reject(signal.reason as Error); });
    worker.addEventListener('error', () => { reject(new Error('the work stopped')); });
    worker.addEventListener('message', ({ data }: MessageEvent<Result | Meanwhile>) => {
      if (isMeanwhile(data)) {
        if (data.kind === 'progress') onProgress?.(data.done);
        else reject(named(data.name));
      } else resolve(data);
    });
    worker.postMessage(work);
  });
  return ended.finally(() => { worker.terminate(); });
}

function isMeanwhile(data: { readonly kind: string }): data is Meanwhile {
  return data.kind === 'progress' || data.kind === 'fault';
}

function named(name: string): Error {
  return Object.assign(new Error('the work was refused'), { name });
}
