import type { PasskeyStep } from '../../ui/passkeys.tsx';
import { neededOf, type FactorNeeded, type Proof } from '../../ui/prove.ts';
import {
  AddPasskeyDocument, BeginPasskeyDocument, RemovePasskeyDocument, RenamePasskeyDocument,
  type PasskeysOutcomeFragment,
} from '../gql/vault/graphql.ts';
import { ask } from './session.ts';

/** A deed that was begun is finished, whichever screen she goes to meanwhile. */
const whole = () => new AbortController().signal;

/** What to give to the browser for a new passkey. */
export async function beginPasskey(proof: Proof): Promise<PasskeyStep | FactorNeeded> {
  const { beginPasskey: begun } = await ask(whole(), BeginPasskeyDocument, { ...proof });
  switch (begun.__typename) {
    case 'PasskeyBegun': return { kind: 'begun', options: begun.options };
    case 'SecondFactorRefused': return { kind: 'refused', code: begun.code };
    default: return neededOf(begun);
  }
}

/** Keep what the browser has made. */
export async function addPasskey(answer: string, name: string): Promise<PasskeyStep> {
  return stepOf((await ask(whole(), AddPasskeyDocument, { answer, name })).addPasskey);
}

/** Call a passkey something else. */
export async function renamePasskey(id: string, name: string): Promise<PasskeyStep> {
  return stepOf((await ask(whole(), RenamePasskeyDocument, { id, name })).renamePasskey);
}

/** Remove a passkey. */
export async function removePasskey(
  id: string, proof: Proof,
): Promise<PasskeyStep | FactorNeeded> {
  const { removePasskey: outcome } = await ask(whole(), RemovePasskeyDocument, { id, ...proof });
  return outcome.__typename === 'SecondFactorNeeded' ? neededOf(outcome) : stepOf(outcome);
}

function stepOf(outcome: PasskeysOutcomeFragment): PasskeyStep {
  switch (outcome.__typename) {
    case 'PasskeysChanged': return { kind: 'changed' };
    case 'SecondFactorRefused': return { kind: 'refused', code: outcome.code };
    // What is proved by a challenge, or is a name alone, asks for nothing more.
    default: return { kind: 'refused', code: 'WRONG_PASSKEY' };
  }
}
