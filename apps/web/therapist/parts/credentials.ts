import type { Changed } from '../../ui/change-password.tsx';
import { signByPasskey } from '../../ui/passkey.ts';
import { neededOf, type FactorNeeded, type Proof } from '../../ui/prove.ts';
import type { FactorBegun, FactorStep } from '../../ui/second-factor.tsx';
import {
  BeginSecondFactorDocument, ChangePasswordDocument, ConfirmSecondFactorDocument,
  RenewRecoveryCodesDocument, SwitchOffSecondFactorDocument, type ChangePasswordMutation,
  type ConfirmSecondFactorMutation,
} from '../gql/vault/graphql.ts';
import { ask, beginSession } from './session.ts';

/** A deed that was begun is finished, whichever screen she goes to meanwhile. */
const whole = () => new AbortController().signal;

/** A secret for an authenticator app, by the password. */
export async function beginFactor(proof: Proof): Promise<FactorBegun | FactorNeeded> {
  const { beginSecondFactor: begun } = await ask(whole(), BeginSecondFactorDocument, { ...proof });
  switch (begun.__typename) {
    case 'SecondFactorBegun': return { kind: 'begun', uri: begun.uri, typed: begun.typed };
    case 'SecondFactorRefused': return { kind: 'refused', code: begun.code };
    default: return neededOf(begun);
  }
}

/** Switch it on by its first code. */
export async function confirmFactor(code: string): Promise<FactorStep> {
  const { confirmSecondFactor } = await ask(whole(), ConfirmSecondFactorDocument, { code });
  return stepOf(confirmSecondFactor);
}

/** Fresh recovery codes. */
export async function renewRecovery(code: string): Promise<FactorStep> {
  const { renewRecoveryCodes } = await ask(whole(), RenewRecoveryCodesDocument, { code });
  return stepOf(renewRecoveryCodes);
}

/** Switch it off. */
export async function switchFactorOff(proof: Proof): Promise<FactorStep | FactorNeeded> {
  const { switchOffSecondFactor: outcome } = await ask(
    whole(), SwitchOffSecondFactorDocument, { ...proof });
  switch (outcome.__typename) {
    case 'SecondFactorOff': return { kind: 'off' };
    case 'SecondFactorRefused': return { kind: 'refused', code: outcome.code };
    default: return neededOf(outcome);
  }
}

/** Change one's own password; this session goes on with a new token. */
export async function changePassword(
  given: { current: string; next: string; code: string | null },
): Promise<Changed> {
  const outcome = await askChange({ ...given, passkey: null });
  switch (outcome.__typename) {
    case 'ProviderSession':
      beginSession(outcome);
      return { kind: 'changed' };
    case 'SecondFactorNeeded': return { kind: 'refused', code: 'WRONG_CODE' };
    case 'SignInRefused': return {
      kind: 'refused', code: outcome.code === 'SIGN_IN_REFUSED' ? 'WRONG_PASSWORD' : outcome.code,
    };
    default: return { kind: 'refused', code: outcome.code };
  }
}

/** Whoever has passkeys alone is asked for one, once the rest was right. */
async function askChange(given: {
  current: string; next: string; code: string | null; passkey: string | null;
}): Promise<ChangePasswordMutation['changeProviderPassword']> {
  const { changeProviderPassword: outcome } = await ask(whole(), ChangePasswordDocument, given);
  const isAsked = outcome.__typename === 'SecondFactorNeeded' && outcome.passkey !== null;
  if (!isAsked || given.code !== null) return outcome;
  const signed = await signByPasskey(outcome.passkey ?? '');
  return signed.kind === 'answered' ? askChange({ ...given, passkey: signed.answer })
    : { __typename: 'SignInRefused', code: 'WRONG_PASSKEY' };
}

function stepOf(outcome: ConfirmSecondFactorMutation['confirmSecondFactor']): FactorStep {
  return outcome.__typename === 'SecondFactorOn'
    ? { kind: 'on', recoveryCodes: outcome.recoveryCodes } : { kind: 'refused', code: outcome.code };
}
