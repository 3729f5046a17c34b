import type { PasskeyStep } from '../../ui/passkeys.tsx';
import {
  AddPasskeyDocument, BeginPasskeyDocument, RemovePasskeyDocument, RenamePasskeyDocument,
  type PasskeysOutcomeFragment,
} from '../gql/vault/graphql.ts';
import { ask } from './session.ts';

/** A deed that was begun is finished, whichever screen she goes to meanwhile. */
const whole = () => new AbortController().signal;

/** What to give to the browser for a new passkey, by the password. */
export async function beginPasskey(password: string): Promise<PasskeyStep> {
  const { beginPasskey: begun } = await ask(whole(), BeginPasskeyDocument, { password });
  return begun.__typename === 'PasskeyBegun'
    ? { kind: 'begun', options: begun.options } : { kind: 'refused', code: begun.code };
}

/** Keep what the browser has made. */
export async function addPasskey(answer: string, name: string): Promise<PasskeyStep> {
  return stepOf((await ask(whole(), AddPasskeyDocument, { answer, name })).addPasskey);
}

/** Call a passkey something else. */
export async function renamePasskey(id: string, name: string): Promise<PasskeyStep> {
  return stepOf((await ask(whole(), RenamePasskeyDocument, { id, name })).renamePasskey);
}

/** Remove a passkey, by the password. */
export async function removePasskey(id: string, password: string): Promise<PasskeyStep> {
  return stepOf((await ask(whole(), RemovePasskeyDocument, { id, password })).removePasskey);
}

function stepOf(outcome: PasskeysOutcomeFragment): PasskeyStep {
  return outcome.__typename === 'PasskeysChanged'
    ? { kind: 'changed' } : { kind: 'refused', code: outcome.code };
}
