import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { PERIOD_LABEL } from '#calendar/periods';
import { signedText } from '#contracts/carried-statement';
import { REPORT_STATEMENT } from '#disclosure/year/statement';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { id } from '../http/input.ts';
import { digestOf } from '../releases/reports.store.ts';
import { answerFile, type HrFile } from '../sign-in/hr-files.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { ReportPapers } from './report-papers.ts';
import type { ReportsService } from './reports.service.ts';

const asked = z.object({
  programme: id,
  file: z.string().regex(/^[\d-]{7}\.(pdf|json)$/)
    .transform((name) => ({ period: name.slice(0, 7), kind: name.slice(8) }))
    .refine(({ period }) => PERIOD_LABEL.test(period)),
});
const language = z.enum(['en', 'es']).catch('en');

/** A year's report as a paper for a board, and as the signed file that an auditor verifies. */
export function reportRoutes(
  http: FastifyInstance, sessions: Sessions, service: ReportsService, papers: ReportPapers,
) {
  http.get<{ Params: { programme: string; file: string }; Querystring: { language?: string } }>(
    '/graphql/reports/:programme/:file', (request, reply) => answerFile(request, reply, sessions,
      (caller) => fileOf({ service, papers }, caller, request.params, request.query.language)));
}

async function fileOf(
  { service, papers }: { service: ReportsService; papers: ReportPapers },
  caller: HrCaller, params: unknown, wanted: string | undefined,
): Promise<HrFile> {
  const read = asked.safeParse(params);
  if (!read.success) throw new CodedError('NOT_FOUND', 'There is no such file.');
  const { period, kind } = read.data.file;
  const { programme, year } = await service.year(caller, read.data.programme, period);
  const name = `report-${period}.${kind}`;
  if (kind === 'json') {
    return { name, type: 'application/json; charset=utf-8', body: JSON.stringify(signed(year)) };
  }
  const body = await papers.of(caller.employerId, {
    employer: programme.employerName, programme: programme.name, programmeId: programme.id,
    period, year,
    signed: year.statements.map((one) => ({ report: one.report, digest: digestOf(one) })),
    releasedOn: year.statements.at(-1)?.releasedOn ?? '',
  }, language.parse(wanted));
  return { name, type: 'application/pdf', body };
}

/** What `npm run report -- verify` reads: the statements as the vault signed them. */
function signed({ statements }: Awaited<ReturnType<ReportsService['year']>>['year']) {
  return { statements: statements.map(({ body, signature }) => ({
    type: REPORT_STATEMENT, body: signedText(body), signature })) };
}
