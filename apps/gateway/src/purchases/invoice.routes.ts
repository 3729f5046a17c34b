import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError, factorMissing, type ErrorCode } from '../door/api-error.ts';
import { lacksFactor, type HrCaller } from '../door/caller.ts';
import { id } from '../door/input.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { InvoicePapers } from './invoice-papers.ts';

const STATUSES: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401, FORBIDDEN: 403, SECOND_FACTOR_MISSING: 403, NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
};
const pdfName = z.string().regex(/^INV-\d{4}-\d{6,12}\.pdf$/)
  .transform((name) => name.slice(0, -4));
const csvName = z.string().regex(/^[0-9a-f-]{36}\.csv$/).transform((name) => name.slice(0, -4))
  .pipe(id);
const language = z.enum(['en', 'es']).catch('en');

/**
 * Invoices as files that a browser downloads by a plain link. Below /graphql, because that is the
 * only path to which HR's cookie goes: the relay and the employees' pages are never sent one.
 */
export function invoiceRoutes(http: FastifyInstance, sessions: Sessions, papers: InvoicePapers) {
  http.get<{ Params: { file: string }; Querystring: { language?: string } }>(
    '/graphql/invoices/:file', async (request, reply) => {
      try {
        const caller = await billingCaller(request, sessions);
        const { file } = request.params;
        const number = pdfName.safeParse(file);
        if (number.success) {
          const paper = await papers.pdf(
            caller, number.data, language.parse(request.query.language));
          return await send(reply, file, 'application/pdf', paper);
        }
        const programmeId = csvName.safeParse(file);
        if (!programmeId.success) throw new ApiError('NOT_FOUND', 'There is no such file.');
        const csv = await papers.csv(caller, programmeId.data);
        return await send(reply, 'invoices.csv', 'text/csv; charset=utf-8', csv);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return reply.code(STATUSES[error.code] ?? 400).type('text/plain; charset=utf-8')
          .send(error.message);
      }
    });
}

/** @throws ApiError UNAUTHENTICATED or FORBIDDEN, as the GraphQL fields about invoices do. */
async function billingCaller(request: FastifyRequest, sessions: Sessions): Promise<HrCaller> {
  const caller = await sessions.find(request.session.get('token'));
  if (!caller) throw new ApiError('UNAUTHENTICATED', 'Sign in first.');
  if (lacksFactor(caller)) throw factorMissing();
  if (caller.role === 'VIEWER') {
    throw new ApiError('FORBIDDEN', 'Your role does not allow this. Ask an administrator.');
  }
  return caller;
}

function send(reply: FastifyReply, name: string, type: string, body: Buffer | string) {
  return reply.type(type).header('content-disposition', `attachment; filename="${name}"`)
    .send(body);
}
