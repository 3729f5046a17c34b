import { readReport, type ReportingPeriod } from '#calendar/periods';
import { DisclosureError } from './disclosure-error.ts';

/** The one reporting period called `label`; whatever else is asked for is `odd-period`. */
export function reportFrom(label: string): ReportingPeriod {
  const report = readReport(label);
  if (!report) {
    throw new DisclosureError('odd-period', "Ask for one reporting period, such as '2026-10.1'.");
  }
  return report;
}
