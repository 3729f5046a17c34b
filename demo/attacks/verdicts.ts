import { codeOf } from '#wallet/refusal';
import { outcomeOf, type Kind } from '../story/kinds.ts';

/** What an attempt may come to: what the attacker wants, and the answers that are a defence. */
export interface Hope {
  readonly wants: string;
  readonly defences: readonly string[];
}

/** Hopes of those who spend, and of those who open a case. */
export const BOOKS: Hope = { wants: 'SessionBooked', defences: ['CreditNotUsable'] };
export const OPENS: Hope = { wants: 'CaseOpened', defences: ['CreditNotUsable'] };

/**
 * Whether an attempt got what it was after.
 *
 * @throws Error when it was answered by something else than a defence, such as a fault of the
 *   service, or an objection to the form of the question: then nothing was tried at all.
 */
export async function succeeds(attempt: Promise<Kind>, hope: Hope): Promise<boolean> {
  const outcome = await outcomeOf(attempt);
  if (outcome === hope.wants) return true;
  if (hope.defences.includes(outcome)) return false;
  throw new Error(`an attacker who wants ${hope.wants} was answered ${outcome}`);
}

/**
 * Whether an attempt got anything at all out of the system, as `found` judges its answer.
 *
 * @param defences the codes of errors that are a defence here.
 * @throws the error that came instead, when it is none of them.
 */
export async function yields<T>(
  attempt: Promise<T>, defences: readonly string[], found: (answer: T) => boolean = () => true,
): Promise<boolean> {
  try {
    return found(await attempt);
  } catch (error) {
    if (defences.includes(codeOf(error))) return false;
    throw error;
  }
}
