import type { PasskeyStep } from '../../ui/passkeys.tsx';
import {
  AddPasskeyDocument, BeginPasskeyDocument, RemovePasskeyDocument, RenamePasskeyDocument,
  type PasskeysOutcomeFragment,
} from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';

/** What to give to the browser for a new passkey, by the password. */
export async function beginPasskey(password: string): Promise<PasskeyStep> {
  const { beginPasskey: begun } = await gateway.ask(BeginPasskeyDocument, { password });
  return begun.__typename === 'PasskeyBegun'
    ? { kind: 'begun', options: begun.options } : { kind: 'refused', code: begun.code };
}

/** Keep what the browser has made. */
export async function addPasskey(answer: string, name: string): Promise<PasskeyStep> {
  return stepOf((await gateway.ask(AddPasskeyDocument, { answer, name })).addPasskey);
}

/** Call a passkey something else. */
export async function renamePasskey(id: string, name: string): Promise<PasskeyStep> {
  return stepOf((await gateway.ask(RenamePasskeyDocument, { id, name })).renamePasskey);
}

/** Remove a passkey, by the password. */
export async function removePasskey(id: string, password: string): Promise<PasskeyStep> {
  return stepOf((await gateway.ask(RemovePasskeyDocument, { id, password })).removePasskey);
}

function stepOf(outcome: PasskeysOutcomeFragment): PasskeyStep {
  return outcome.__typename === 'PasskeysChanged'
    ? { kind: 'changed' } : { kind: 'refused', code: outcome.code };
}
