import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { id } from '../http/input.ts';
import { answerFile, type HrFile } from '../sign-in/hr-files.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { InvoiceDocuments } from './invoice-documents.ts';

const pdfName = z.string().regex(/^INV-\d{4}-\d{6,12}\.pdf$/)
  .transform((name) => name.slice(0, -4));
const csvName = z.string().regex(/^[0-9a-f-]{36}\.csv$/).transform((name) => name.slice(0, -4))
  .pipe(id);
const language = z.enum(['en', 'es']).catch('en');

/** Invoices as files: one as PDF, a programme's as CSV. */
export function invoiceRoutes(
  http: FastifyInstance, sessions: Sessions, documents: InvoiceDocuments,
) {
  http.get<{ Params: { file: string }; Querystring: { language?: string } }>(
    '/graphql/invoices/:file', (request, reply) => answerFile(request, reply, sessions,
      (caller) => fileOf(documents, caller, request.params.file, request.query.language)));
}

/** @throws CodedError FORBIDDEN, as the GraphQL fields about invoices do, or NOT_FOUND. */
async function fileOf(
  documents: InvoiceDocuments, caller: HrCaller, file: string, wanted: string | undefined,
): Promise<HrFile> {
  if (caller.role === 'VIEWER') {
    throw new CodedError('FORBIDDEN', 'Your role does not allow this. Ask an administrator.');
  }
  const number = pdfName.safeParse(file);
  if (number.success) {
    const body = await documents.pdf(caller, number.data, language.parse(wanted));
    return { name: file, type: 'application/pdf', body };
  }
  const programmeId = csvName.safeParse(file);
  if (!programmeId.success) throw new CodedError('NOT_FOUND', 'There is no such file.');
  const body = await documents.csv(caller, programmeId.data);
  return { name: 'invoices.csv', type: 'text/csv; charset=utf-8', body };
}
