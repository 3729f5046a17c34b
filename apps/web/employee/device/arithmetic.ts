import type { Arithmetic, Following } from '#wallet/arithmetic';
import { openWorker } from '../../ui/trusted.ts';
import type { Said, Stretching, Work } from './arithmetic.worker.ts';
import workerUrl from './arithmetic.worker.ts?worker&url';

/** The arithmetic of credits in a Web Worker, each piece of work in one of its own. */
export const worker: Arithmetic = {
  async blind(creditRoot, wanted, following = {}) {
    const said = await run({ kind: 'blind', creditRoot, wanted }, following);
    return said.kind === 'blinded' ? said.pending : [];
  },
  async finalize(signed, following = {}) {
    const said = await run({ kind: 'finalize', signed }, following);
    return said.kind === 'finalized' ? said.credits : [];
  },
};

/** 32 bytes from a passphrase by Argon2id (RFC 9106). */
export async function stretch(
  passphrase: string, cost: Stretching, following: Following = {},
): Promise<Uint8Array> {
  const said = await run({ kind: 'stretch', passphrase, cost }, following);
  if (said.kind !== 'stretched') throw new Error('the passphrase was not stretched');
  return said.key;
}

/** One piece of work in a worker of its own, which ends with it. */
function run(work: Work, { onProgress, signal }: Following): Promise<Said> {
  signal?.throwIfAborted();
  const worker = openWorker(workerUrl);
  const ended = new Promise<Said>((resolve, reject) => {
    signal?.addEventListener('abort', () => { reject(signal.reason as Error); });
    worker.addEventListener('error', () => { reject(new Error('the work stopped')); });
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if (data.kind === 'progress') onProgress?.(data.done);
      else if (data.kind === 'fault') reject(named(data.name));
      else resolve(data);
    });
    worker.postMessage(work);
  });
  return ended.finally(() => { worker.terminate(); });
}

function named(name: string): Error {
  return Object.assign(new Error('the work was refused'), { name });
}
