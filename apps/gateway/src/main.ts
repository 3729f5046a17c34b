import 'reflect-metadata';
import { openLog } from '#platform/logging';
import { runProcess } from '#platform/process/processes';
import { startGateway } from './start-gateway.ts';

/** The gateway process. A failure to start is one line that says what to do, and exit code 1. */
const log = openLog('info', 'gateway');
await runProcess('gateway', log, () => startGateway(process.env));
