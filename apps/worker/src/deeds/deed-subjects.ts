import type { DeedSubjects } from '#server/deeds/deeds.service';

/** Arguments that say to what something is done. */
const SUBJECTS = ['login', 'idempotencyKey', 'contract'] as const;
const SUBJECT = /^[A-Za-z0-9 ./-]{1,60}$/;

/** Login of a therapist and what was changed by name, key of a run, or contract and period. */
export const deedSubjects: DeedSubjects = {
  before: (args) => withDetail(subjectOf(args), detailOf(args)),
  after: (args, result) => {
    const { login, terms } = result as { login?: unknown; terms?: unknown };
    const { contract, period, programme } = (terms ?? result) as Record<string, unknown>;
    return withDetail(subjectOf({ login, contract, period, programme }), detailOf(args));
  },
};

/** What is done to a therapist: in or out, or the names of what is changed, never its values. */
function detailOf(args: object): string {
  const { active, input } = args as { readonly active?: unknown; readonly input?: unknown };
  if (typeof active === 'boolean') return active ? 'in' : 'out';
  const { login, ...changed } = typeof input === 'object' && input !== null
    ? input as Record<string, unknown> : {};
  if (typeof login !== 'string') return '';
  const given = (of: object) =>
    Object.entries(of).filter(([, value]) => value !== undefined && value !== null);
  return given(changed).flatMap(([name, value]) =>
    (typeof value === 'object' && !Array.isArray(value) ? given(value as object).map(([part]) => part)
      : [name])).join(' ');
}

function withDetail(subject: string, detail: string): string {
  return subject && detail ? `${subject} ${detail}`.slice(0, 60) : subject;
}

function subjectOf(args: object): string {
  const values = args as Record<string, unknown>;
  const within = values['input'];
  const all = typeof within === 'object' && within !== null
    ? { ...values, ...within as Record<string, unknown> } : values;
  const found = SUBJECTS.map((name) => all[name]).find((value) => typeof value === 'string');
  // Terms are of a contract, a period and a programme, of which it may have several.
  const { contract, period, programmeId, programme = programmeId, checkNumber } = all;
  // Which programme a check number is of, is known once the terms are found.
  const which = typeof programme === 'string' ? programme.slice(0, 8) : checkNumber;
  const subject = found !== undefined && found === contract && typeof period === 'string'
    ? [contract, period, which].filter(Boolean).join(' ') : found;
  return typeof subject === 'string' && SUBJECT.test(subject) ? subject : '';
}
