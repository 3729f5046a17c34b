import { randomBytes, randomUUID } from 'node:crypto';
import { searchAnswer } from '#pseudonym/proof-of-work';
import type { Vault } from './vault.ts';

/** The password that therapists choose here. */
export const OWN_PASSWORD = 'amber kites over nine harbours';

/** What goes with login and password. */
export interface SignInMore {
  readonly proof?: { challenge: string; answer: number };
  readonly code?: string;
  readonly newPassword?: string;
  readonly browser?: string;
  readonly passkey?: string;
}

/** What signing in gave, in the fields that specs look at. */
export interface SignedIn {
  readonly __typename: string;
  readonly token?: string;
  readonly code?: string;
  readonly challenge?: string;
  readonly bits?: number;
  readonly authenticator?: boolean;
  readonly passkey?: string | null;
}

/** Send a login and a password, with an answered challenge or to be given one. */
export function trySignIn(
  vault: Vault, login: string, password: string, more: SignInMore = {},
): Promise<SignedIn> {
  return vault.get(`mutation ($login: String!, $password: String!, $proof: SignInProofInput,
      $code: String, $newPassword: String, $browser: Browser, $passkey: String) {
    providerSignIn(login: $login, password: $password, proof: $proof, code: $code,
      newPassword: $newPassword, browser: $browser, passkey: $passkey) { __typename
      ... on ProviderSession { token expiresAt } ... on SignInRefused { code message }
      ... on PasswordRefused { code message }
      ... on SecondFactorNeeded { authenticator passkey }
      ... on ProviderSignInProofNeeded { challenge bits } } }`, { login, password, ...more });
}

/** Sign in as a console does: ask for a challenge, answer it. */
export async function signIn(
  vault: Vault, login: string, password: string, more: SignInMore = {},
): Promise<SignedIn> {
  const { challenge, bits } = await trySignIn(vault, login, password);
  const proof = answered(challenge ?? '', bits ?? 0);
  return trySignIn(vault, login, password, { ...more, proof });
}

/** As if somebody had added a passkey, which nobody has. */
export async function giveFactor(vault: Vault, providerId: string): Promise<void> {
  await vault.cluster.query('vault', `INSERT INTO provider_passkey
    (id, provider_id, credential_id, public_key, counter, transports, name, added_on)
    VALUES ($1, $2, $3, $3, 0, '{}', 'given', '2026-11-01')`,
  [randomUUID(), providerId, randomBytes(32)]);
}

/** Sign a therapist in as if she had given the second factor that nobody has. */
export async function signInFully(
  vault: Vault, login: string, password: string, more: SignInMore = {},
): Promise<SignedIn> {
  const { id } = await vault.row<{ id: string }>('SELECT id FROM provider WHERE login = lower($1)', [login]);
  await vault.cluster.query('vault', 'DELETE FROM provider_passkey WHERE provider_id = $1', [id]);
  const signedIn = await signIn(vault, login, password, more);
  await giveFactor(vault, id);
  return signedIn;
}

/** A challenge with its answer. */
export function answered(challenge: string, bits: number): { challenge: string; answer: number } {
  return { challenge, answer: searchAnswer(challenge, bits, 0, 2 ** 24) ?? -1 };
}
