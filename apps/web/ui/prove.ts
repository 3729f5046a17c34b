import { signByPasskey } from './passkey.ts';

/** The second factor that she has, as a server takes it. */
export interface FactorGiven {
  readonly code: string | null;
  readonly passkey: string | null;
}

/** What proves who she is: the password, and the second factor that she has. */
export interface Proof extends FactorGiven {
  readonly password: string;
}

/** The password was right, and a second factor is asked for. */
export interface FactorNeeded {
  readonly kind: 'needed';
  readonly authenticator: boolean;
  /** What to give to the browser; null: she has no passkey that is good here. */
  readonly passkey: string | null;
}

/** A deed was refused; for a second factor that she set up elsewhere meanwhile as FACTOR_NEEDED. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: string;
}

/** What a server asks for beside the password. */
export function neededOf(
  { authenticator, passkey }: Pick<FactorNeeded, 'authenticator' | 'passkey'>,
): FactorNeeded {
  return { kind: 'needed', authenticator, passkey };
}

const refused = (code: string): Refused => ({ kind: 'refused', code });

/**
 * Send what changes her second factors, proved by one that she has: the code that she typed, or,
 * where she typed none, a passkey, once the password was right.
 */
export async function proven<T extends { readonly kind: string }>(
  password: string, code: string, send: (proof: Proof) => Promise<T | FactorNeeded>,
): Promise<T | Refused> {
  const typed = code.trim();
  const outcome = await send({ password, code: typed === '' ? null : typed, passkey: null });
  if (!isNeeded(outcome)) return outcome;
  if (outcome.passkey === null) return refused(outcome.authenticator ? 'FACTOR_NEEDED' : 'ELSEWHERE');
  const signed = await signByPasskey(outcome.passkey);
  if (signed.kind !== 'answered') return refused(signed.kind);
  const last = await send({ password, code: null, passkey: signed.answer });
  return isNeeded(last) ? refused('WRONG_PASSKEY') : last;
}

function isNeeded<T extends { readonly kind: string }>(
  outcome: T | FactorNeeded,
): outcome is FactorNeeded {
  return outcome.kind === 'needed';
}
