import { z } from 'zod';
import { language } from '../graphql/input.ts';
import type { CaseEntry } from './cases.service.ts';

/** What opens a case, in whichever mutation. */
export const CASE_ENTRY = z.object({
  entryCredit: z.string().max(4096),
  consentVersion: z.string().max(20),
  consentLanguage: maybe(language),
  acceptedConsent: z.boolean(),
  concern: maybe(z.string().max(40)),
}) satisfies z.ZodType<CaseEntry>;

function maybe<Form extends z.ZodType>(form: Form) {
  return form.nullish().transform((value) => value ?? undefined);
}
