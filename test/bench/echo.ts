/** The other end of the bare queue: a process of its own that answers each job with its payload. */
import { queueBackend } from '#platform/queue/queue-backend';
import { BARE, ECHO_QUEUE } from './bare-queue.ts';

const [url = ''] = process.argv.slice(2);
const worker = queueBackend(url, BARE.connections).worker(
  ECHO_QUEUE, (job) => Promise.resolve((job.data as { payload: string }).payload),
  BARE.jobsAtOnce);
worker.on('error', (error) => { console.error(error.message); });
await worker.waitUntilReady();
process.send?.('ready');
process.on('disconnect', () => void worker.close().then(() => process.exit()));
