import { searchAnswer } from '#pseudonym/proof-of-work';
import { written } from '#wallet/documents';
import type { VaultClient } from '#wallet/vault';
import { expectKind, type Kind } from './kinds.ts';

/** What a therapist signs in with. */
export interface SignInWords {
  readonly login: string;
  readonly password: string;
  /** One of her own, in place of a first one that the operator has seen. */
  readonly newPassword?: string;
}

type SignedIn = Kind & ({ __typename: 'ProviderSession'; token: string }
  | { __typename: 'ProviderSignInProofNeeded'; challenge: string; bits: number });

const SIGN_IN = written<{ providerSignIn: SignedIn }>(
  `mutation ($login: String!, $password: String!, $proof: SignInProofInput,
    $newPassword: String) {
  providerSignIn(login: $login, password: $password, proof: $proof, newPassword: $newPassword) {
    __typename
    ... on ProviderSession { token } ... on SignInRefused { code message }
    ... on PasswordRefused { code message }
    ... on ProviderSignInProofNeeded { challenge bits } } }`);

/** Counters tried before an answer to a sign-in's challenge is given up. */
const MOST_WORK = 2 ** 24;
/** A challenge is good once: one whose answer was late or lost is spent. */
const MOST_ROUNDS = 4;

/**
 * Sign a therapist in, as a console does: ask for a challenge, answer it.
 *
 * @returns the vault's door with her authorisation.
 * @throws UnexpectedKind when she is refused.
 */
export async function therapistDoor(
  vault: VaultClient, { login, password, newPassword }: SignInWords,
): Promise<VaultClient> {
  const attempt = async (proof?: { challenge: string; answer: number | null }) => {
    const { providerSignIn } = await vault.ask(
      SIGN_IN, { login, password, newPassword, proof });
    return providerSignIn;
  };
  let outcome = await attempt();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (outcome.__typename !== 'ProviderSignInProofNeeded') break;
    const { challenge, bits } = outcome;
    outcome = await attempt({ challenge, answer: searchAnswer(challenge, bits, 0, MOST_WORK) });
  }
  return vault.as(`Provider ${expectKind(outcome, 'ProviderSession').token}`);
}
