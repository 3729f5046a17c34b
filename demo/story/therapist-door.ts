import { searchAnswer } from '#pseudonym/proof-of-work';
import { written } from '#wallet/documents';
import type { VaultClient } from '#wallet/vault';
import { setUpApp, type Authenticator } from './authenticator.ts';
import { expectKind, type Kind } from './kinds.ts';

/** Where therapists sign in, and the time there. */
export interface TherapistsPlace {
  readonly vault: VaultClient;
  readonly clock: { now(): Date };
}

/** What a therapist signs in with. */
export interface SignInWords {
  readonly login: string;
  readonly password: string;
  /** Her second factor; she has none before her first sign-in. */
  readonly app?: Authenticator;
}

type SignedIn = Kind & ({ __typename: 'ProviderSession'; token: string }
  | { __typename: 'SignInRefused'; code: string }
  | { __typename: 'ProviderSignInProofNeeded'; challenge: string; bits: number });

const SIGN_IN = written<{ providerSignIn: SignedIn }>(
  `mutation ($login: String!, $password: String!, $proof: SignInProofInput,
    $newPassword: String, $code: String) {
  providerSignIn(login: $login, password: $password, proof: $proof, newPassword: $newPassword,
    code: $code) {
    __typename
    ... on ProviderSession { token } ... on SignInRefused { code message }
    ... on PasswordRefused { code message } ... on SecondFactorNeeded { code message }
    ... on ProviderSignInProofNeeded { challenge bits } } }`);

const RESET = written<{ resetProviderPassword: Kind & (
  { __typename: 'PasswordReset'; password: string | null }) }>(
  `mutation ($login: String!, $idempotencyKey: ID!) {
  resetProviderPassword(login: $login, idempotencyKey: $idempotencyKey) { __typename
    ... on PasswordReset { password } } }`);

/**
 * The password that a therapist was given by the vault's operator. The vault says it once: where
 * that answer came too late and was asked for again, another password takes its place.
 */
export async function givenPassword(
  operator: VaultClient, login: string, said: string | null,
): Promise<string> {
  let password = said;
  while (password === null) {
    const { resetProviderPassword } = await operator.ask(
      RESET, { login, idempotencyKey: crypto.randomUUID() });
    ({ password } = expectKind(resetProviderPassword, 'PasswordReset'));
  }
  return password;
}

/** Counters tried before an answer to a sign-in's challenge is given up. */
const MOST_WORK = 2 ** 24;
/** A challenge is good once: one whose answer was late or lost is spent. */
const MOST_ROUNDS = 4;

/**
 * Sign a therapist in by password and authenticator, as a console does.
 *
 * @returns the vault's door with her authorisation.
 * @throws UnexpectedKind when she is refused.
 */
export async function therapistDoor(
  { vault, clock }: TherapistsPlace, { login, password, app }: SignInWords,
): Promise<VaultClient> {
  const words = { login, password };
  const outcome = await attempted(vault, { ...words, code: app?.code(clock.now()) });
  // The clock there may be another one: then a recovery code lets her in.
  const isWrongCode = outcome.__typename === 'SignInRefused' && outcome.code === 'WRONG_CODE';
  return doorOf(vault, isWrongCode && app
    ? await attempted(vault, { ...words, code: app.recovery() }) : outcome);
}

/**
 * A therapist's first sign-in: a password of her own in place of the one that the operator has
 * seen, and an authenticator.
 *
 * @throws UnexpectedKind when she is refused.
 */
export async function therapistJoins(
  { vault, clock }: TherapistsPlace, { login, password }: SignInWords, newPassword: string,
): Promise<{ console: VaultClient; app: Authenticator }> {
  const console = doorOf(vault, await attempted(vault, { login, password, newPassword }));
  const { app, recoveryCodes } = await setUpApp(console, newPassword, clock.now());
  app.keep(recoveryCodes);
  return { console, app };
}

/** Ask for a challenge, answer it; a code is given with the answer, where it is looked at. */
async function attempted(
  vault: VaultClient, given: Readonly<Record<string, string | undefined>>,
): Promise<SignedIn> {
  const attempt = async (words: object, proof?: { challenge: string; answer: number | null }) => {
    const { providerSignIn } = await vault.ask(SIGN_IN, { ...words, proof });
    return providerSignIn;
  };
  let outcome = await attempt({ ...given, code: undefined });
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (outcome.__typename !== 'ProviderSignInProofNeeded') break;
    const { challenge, bits } = outcome;
    outcome = await attempt(
      given, { challenge, answer: searchAnswer(challenge, bits, 0, MOST_WORK) });
  }
  return outcome;
}

function doorOf(vault: VaultClient, outcome: SignedIn): VaultClient {
  return vault.as(`Provider ${expectKind(outcome, 'ProviderSession').token}`);
}
