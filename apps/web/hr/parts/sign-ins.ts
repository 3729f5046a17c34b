import type { OpenSignIn } from '../../ui/sign-ins.tsx';
import {
  EndOtherSignInsDocument, EndSignInDocument, SignInsDocument,
} from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';

/** Where one is signed in. */
export async function signIns(): Promise<readonly OpenSignIn[]> {
  return (await gateway.ask(SignInsDocument)).signIns;
}

/** End one sign-in; those that are left. */
export async function endSignIn(id: string): Promise<readonly OpenSignIn[]> {
  return (await gateway.ask(EndSignInDocument, { id })).endSignIn;
}

/** End all sign-ins but this one. */
export async function endOtherSignIns(): Promise<readonly OpenSignIn[]> {
  return (await gateway.ask(EndOtherSignInsDocument)).endOtherSignIns;
}
