import { parentPort } from 'node:worker_threads';
import { signBatches, type SigningRequest } from './issuer.batch.ts';

/*
 * One signing thread: Node has no asynchronous raw RSA, so the pool runs this file in worker
 * threads. Batches that waited together come in one message and go back in one.
 */
parentPort?.on('message', (requests: readonly SigningRequest[]) => {
  const replies = signBatches(requests);
  parentPort?.postMessage(replies, replies.flatMap((reply) =>
    ('signatures' in reply ? [reply.signatures.buffer] : [])));
});
