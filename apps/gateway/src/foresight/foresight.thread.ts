import { parentPort, workerData } from 'node:worker_threads';
import type { ReportTerms } from '#disclosure/year/plan';
import { foresightOf } from './foresight.ts';

/* Looking ahead tries out thousands of years: here, and not on the loop that answers everybody. */
parentPort?.postMessage(foresightOf(workerData as ReportTerms));
