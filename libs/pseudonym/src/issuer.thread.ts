import { parentPort } from 'node:worker_threads';
import { signBatch, type SigningRequest } from './issuer.batch.ts';

/*
 * One signing thread: Node has no asynchronous raw RSA, so the pool runs this file in worker
 * threads. A batch comes in one message and goes back in one.
 */
parentPort?.on('message', (request: SigningRequest) => {
  const reply = signBatch(request);
  parentPort?.postMessage(reply, 'signatures' in reply ? [reply.signatures.buffer] : []);
});
