import { parentPort, workerData } from 'node:worker_threads';
import { reportPdf, type ReportPaper } from './report-pdf.ts';
import type { ReportLanguage } from './report-words.ts';

/* Fonts are read and made smaller: here, and not on the loop that answers everybody. */
const { paper, language } = workerData as { paper: ReportPaper; language: ReportLanguage };
parentPort?.postMessage(await reportPdf(paper, language));
