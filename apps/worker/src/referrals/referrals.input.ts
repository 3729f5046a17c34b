import { z } from 'zod';
import { day, jurisdiction, language } from '../graphql/input.ts';

/** What a client asks of a therapist, in whichever mutation. */
export const PREFERENCES = z.object({
  languages: z.array(language).min(1).max(8),
  speciality: maybe(z.string()),
  concern: maybe(z.string()),
  modality: maybe(z.string()),
  gender: maybe(z.string()),
  jurisdiction,
  from: maybe(day),
  until: maybe(day),
}).refine(({ from, until }) => !from || !until || from <= until, 'must have its days in order');

function maybe<Form extends z.ZodType>(form: Form) {
  return form.nullish().transform((value) => value ?? null);
}
