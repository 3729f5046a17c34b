import { parentPort } from 'node:worker_threads';
import { signBatches, type SigningRequest } from '../src/issuer.batch.ts';

/** A batch that starts with this byte kills the thread. */
const FATAL_BYTE = 0x7f;

parentPort?.on('message', (requests: readonly SigningRequest[]) => {
  if (requests.some(({ blinded }) => blinded[0] === FATAL_BYTE)) process.exit(1);
  parentPort?.postMessage(signBatches(requests));
});
