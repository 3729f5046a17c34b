import type { DirectoryReading, Practice } from '#wallet/directory';
import { openWorker } from '../../ui/trusted.ts';
import type { Told } from './directory.worker.ts';
import workerUrl from './directory.worker.ts?worker&url';

/**
 * Check the directory's signature and read it in a Web Worker. It comes back in parts, each taken
 * in a moment: thousands of therapists at once would stop the page.
 */
export function openBeside(vaultKey: string, text: string): Promise<DirectoryReading> {
  const worker = openWorker(workerUrl);
  const practices: Practice[] = [];
  const read = new Promise<DirectoryReading>((resolve, reject) => {
    worker.addEventListener('error', () => { reject(new Error('the directory was not read')); });
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if (typeof data === 'string') resolve(data);
      else if ('version' in data) resolve({ version: data.version, practices });
      else practices.push(...data);
    });
    worker.postMessage({ vaultKey, text });
  });
  return read.finally(() => { worker.terminate(); });
}
