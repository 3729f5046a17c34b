import type { OpenSignIn } from '../../ui/sign-ins.tsx';
import { EndOtherSignInsDocument, EndSignInDocument, SignInsDocument } from '../gql/vault/graphql.ts';
import { ask } from './session.ts';

/** An end that was begun is finished, whichever screen she goes to meanwhile. */
const whole = () => new AbortController().signal;

/** Where one is signed in. */
export async function signIns(signal: AbortSignal): Promise<readonly OpenSignIn[]> {
  return (await ask(signal, SignInsDocument, {})).signIns;
}

/** End one session; those that are left. */
export async function endSignIn(id: string): Promise<readonly OpenSignIn[]> {
  return (await ask(whole(), EndSignInDocument, { id })).endSignIn;
}

/** End all sessions but this one. */
export async function endOtherSignIns(): Promise<readonly OpenSignIn[]> {
  return (await ask(whole(), EndOtherSignInsDocument, {})).endOtherSignIns;
}
