import { z } from 'zod';
import { PERIOD_LABEL } from '#calendar/periods';
import { CodedError } from './coded-error.ts';
import { LONGEST_PASSKEY_ANSWER } from './passkey-answers.ts';
import { LONGEST_TYPED } from './password-rule.ts';

/** Label of a programme year. */
export const period = z.string().regex(PERIOD_LABEL,
  'must be a programme year by its first month, such as 2026-10');
/** A password as it is typed: which may be set, `password-rule.ts` says. */
export const password = z.string().max(LONGEST_TYPED);
/** A code of an authenticator app, or a recovery code, as somebody types it. */
export const factorCode = z.string().max(60)
  .transform((text) => text.replaceAll(/\s/g, '')).pipe(z.string().min(1, 'is empty').max(40));
/** What a browser said of a passkey. */
export const passkeyAnswer = z.string().min(1).max(LONGEST_PASSKEY_ANSWER);
/** Something, or nothing. */
export const maybe = <T extends z.ZodType>(item: T) =>
  item.nullish().transform((given) => given ?? null);
/** The password and the second factor that is there, for what changes second factors. */
export const proof = z.object({
  password, code: maybe(factorCode), passkey: maybe(passkeyAnswer) });

const MOST_FAULTS = 10;
/** How each of zod's own kinds of fault begins when the schema has no words of its own. */
const ZODS = /^(Invalid|Too (small|big)|Unrecognized)/;
const COUNTED: Partial<Record<string, string>> = { string: ' characters', array: ' entries' };
const NAMED: Partial<Record<string, string>> = {
  uuid: 'a UUID of version 4', email: 'an e-mail address',
};

/** What is wrong with a field beside its schema's own faults. */
interface OtherFault {
  readonly field: string;
  readonly words: string;
}

/**
 * How a server reads what a caller sent beyond what GraphQL's own types say.
 *
 * @param quoted how it writes the place of a fault.
 */
export function inputReader(quoted: (place: string) => string) {
  /**
   * Read an input as its schema says.
   *
   * @param others what is wrong beside that, told with it where the input is not sound.
   * @throws CodedError BAD_USER_INPUT with the place of each fault and what must be there, never
   *   with what was.
   */
  return <T>(schema: z.ZodType<T>, input: unknown, others: readonly OtherFault[] = []): T => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    const faults = new Map<string, string>();
    for (const issue of parsed.error.issues) {
      const place = issue.path.length > 0 ? quoted(issue.path.join('.')) : 'The input';
      if (!faults.has(place)) faults.set(place, wanted(issue));
    }
    const told = [
      ...[...faults].map(([place, want]) => `${place} ${want}`),
      ...others.filter(({ field }) => !faults.has(quoted(field))).map(({ words }) => words),
    ];
    throw new CodedError('BAD_USER_INPUT', `${told.slice(0, MOST_FAULTS).join('; ')}.`);
  };
}

/** What must be at the place of a fault. */
function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' || !ZODS.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return `must be ${issue.minimum}${COUNTED[issue.origin] ?? ''} or more`;
    case 'too_big':
      return `must be ${issue.maximum}${COUNTED[issue.origin] ?? ''} or less`;
    case 'invalid_format':
      return `must be ${NAMED[issue.format] ?? 'of the form that is documented'}`;
    default: return 'must be as the schema says';
  }
}
