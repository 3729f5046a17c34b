import { z } from 'zod';
import { REPORTS_OF_YEAR, readReport } from '#calendar/periods';
import { WAIT_BANDS } from '../statistics.ts';
import type { YearRelease } from './close.ts';
import { REPORT_RULES, type ReportTerms } from './plan.ts';
import type { PublishedNode } from './publish.ts';

/** The type of statement that the vault signs a report as. */
export const REPORT_STATEMENT = 'report';

/**
 * All that an employer is told when a reporting period closes, settled sessions included: made
 * once, signed, never revised. The plan follows from `terms`.
 */
export interface Report {
  readonly version: 1;
  /** The programme's id. */
  readonly programme: string;
  /** Label of the year, '2026-10', and of the reporting period, '2026-10.1'. */
  readonly period: string;
  readonly report: string;
  /** The day on which it appears, YYYY-MM-DD, whenever it was made. */
  readonly releasedOn: string;
  readonly terms: ReportTerms;
  readonly release: YearRelease;
}

/** The name of a leaf of the tree, such as 1.2.1. */
const GROUP = z.string().max(400).regex(/^1(\.[1-9]\d{0,3})*$/);
const count = z.int().min(0);
const name = z.string().max(200);
const publishedNode: z.ZodType<PublishedNode> = z.lazy(() => z.strictObject({
  name, people: count, parts: z.array(publishedNode) }));
const terms = z.strictObject({
  departments: z.array(z.strictObject({ number: count, site: count, people: count })),
  rateBps: count, k: count, sessionsPerMember: count, paid: z.enum(['sessions', 'flat']),
  before: z.strictObject({ k: count, rateBps: count, people: count, told: count,
    blocks: z.array(z.strictObject({ people: count, site: count, group: GROUP })) }).optional(),
});
const release = z.strictObject({
  rules: z.literal(REPORT_RULES), period: z.int().min(1).max(REPORTS_OF_YEAR),
  totals: z.array(z.strictObject({ turns: z.array(count), people: count.nullable() })),
  concerns: publishedNode.nullable(), modalities: publishedNode.nullable(),
  wait: z.enum(WAIT_BANDS).nullable(),
  sites: publishedNode.nullable(), bands: publishedNode.nullable(), settled: count.nullable(),
});

/** A report as it is read from anywhere: of these very days, and of no other shape. */
export const REPORT: z.ZodType<Report> = z.strictObject({
  version: z.literal(1), programme: z.string().max(100), period: z.string(), report: z.string(),
  releasedOn: z.string(), terms: terms as unknown as z.ZodType<ReportTerms>, release,
}).refine(isOfItsDays, 'is of other days than its label');

function isOfItsDays(body: Pick<Report, 'period' | 'report' | 'releasedOn' | 'release'>): boolean {
  const days = readReport(body.report);
  return days !== null && days.period === body.period && days.releases === body.releasedOn
    && body.report === `${body.period}.${body.release.period}`;
}
