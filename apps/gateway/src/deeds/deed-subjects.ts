import type { DeedSubjects } from '#server/deeds/deeds.service';

/** Arguments that say to what something is done, and name no person. */
const SUBJECTS = ['employerId', 'invoiceNumber', 'requestId', 'programmeId'] as const;
const SUBJECT = /^[A-Za-z0-9-]{1,60}$/;

/** Id of a customer, programme or request, or number of an invoice. */
export const deedSubjects: DeedSubjects = {
  before: subjectOf,
  after: (args, result) => subjectOf(args) || subjectOf(result),
};

function subjectOf(args: object): string {
  const values = args as Record<string, unknown>;
  const within = values['input'];
  const all = typeof within === 'object' && within !== null
    ? { ...values, ...within as Record<string, unknown> } : values;
  const found = SUBJECTS.map((name) => all[name]).find((value) => typeof value === 'string');
  return typeof found === 'string' && SUBJECT.test(found) ? found : '';
}
