import { searchAnswer } from '#pseudonym/proof-of-work';
import { browserFamily } from '../../ui/browser-family.ts';
import { signByPasskey } from '../../ui/passkey.ts';
import { SignInDocument, type SignInMutation } from '../gql/vault/graphql.ts';
import { ask } from './session.ts';

/** What signing in came to. */
export type SignInOutcome = SignInMutation['providerSignIn'];

/** What she gives: login and password first, and what is asked for after that. */
export interface SignInWords {
  readonly login: string;
  readonly password: string;
  readonly code: string | null;
  readonly newPassword: string | null;
  /** What a passkey has signed. */
  readonly passkey?: string;
}

/** Counters that are tried before the page draws itself again. */
const TRIES_AT_ONCE = 4_000;
/** A challenge may fall behind while somebody else fails with this login. */
const MOST_ROUNDS = 4;

/**
 * Sign in: the first answer is a challenge, which this device works out. It takes a moment, more
 * when others have tried this login; nobody can be locked out of it.
 *
 * @param onWork told that the device is working.
 */
export async function signIn(
  signal: AbortSignal, words: SignInWords, onWork: () => void,
): Promise<SignInOutcome> {
  let proof: { challenge: string; answer: number } | null = null;
  for (let round = 0; ; round += 1) {
    const answer: SignInMutation = await ask(signal, SignInDocument, {
      ...words, proof, browser: browserFamily() });
    const outcome = answer.providerSignIn;
    if (outcome.__typename !== 'ProviderSignInProofNeeded' || round === MOST_ROUNDS) return outcome;
    onWork();
    const { challenge, bits } = outcome;
    proof = { challenge, answer: await workOut(signal, challenge, bits) };
  }
}

/**
 * Sign in by a passkey, once it was asked for.
 *
 * @param options what the vault asks of it; null where that was used, and is to be asked anew.
 */
export async function signInByPasskey(
  signal: AbortSignal, words: SignInWords, options: string | null, onWork: () => void,
): Promise<SignInOutcome> {
  let asked = options;
  if (asked === null) {
    const fresh = await signIn(signal, words, onWork);
    if (fresh.__typename !== 'SecondFactorNeeded' || fresh.passkey === null) return fresh;
    asked = fresh.passkey;
  }
  const signed = await signByPasskey(asked);
  return signed.kind === 'answered' ? signIn(signal, { ...words, passkey: signed.answer }, onWork)
    : { __typename: 'SignInRefused', code: signed.kind, message: '' };
}

async function workOut(signal: AbortSignal, challenge: string, bits: number): Promise<number> {
  for (let from = 0; ; from += TRIES_AT_ONCE) {
    signal.throwIfAborted();
    const answer = searchAnswer(challenge, bits, from, TRIES_AT_ONCE);
    if (answer !== null) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 0); });
  }
}
