import { CodedError } from '#server/coded-error';
import { FairLine } from '#server/fair-line';
import { onOwnThread } from '#server/own-thread';
import type { ReportPaper } from './report-pdf.ts';
import type { ReportLanguage } from './report-words.ts';

const IN_SOURCE = import.meta.url.endsWith('.ts');
const SCRIPT = IN_SOURCE
  ? new URL('./report-pdf.thread.ts', import.meta.url)
  : new URL('./report-pdf.thread.js', import.meta.url);
const BUSY = 'Many papers are being made just now. Try again in a moment.';
const LATE = 'The paper took too long to make. Try again later.';
/** A paper takes a second. */
const LONGEST_MS = 30_000;

/** Makes papers on a thread of its own, one after the other and employers in turn. */
export class ReportPapers {
  private readonly line = new FairLine({
    mostOfOne: 3, mostOfAll: 60, full: () => new CodedError('OVERLOADED', BUSY) });

  /** The bytes of a paper. @throws CodedError OVERLOADED where many wait, or it takes too long */
  of(employer: string, paper: ReportPaper, language: ReportLanguage): Promise<Buffer> {
    return this.line.during(employer, async () => Buffer.from(await onOwnThread<Uint8Array>(
      SCRIPT, { paper, language }, AbortSignal.timeout(LONGEST_MS),
      () => new CodedError('OVERLOADED', LATE))));
  }
}
