import 'reflect-metadata';
import { openLog } from '#platform/logging';
import { runProcess } from '#platform/process/processes';
import { startWorker } from './start-worker.ts';

/** The vault's worker. A failure to start is one line that says what to do, and exit code 1. */
await runProcess('worker', openLog('info', 'worker'), () => startWorker(process.env));
