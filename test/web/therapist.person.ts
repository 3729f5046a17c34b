import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { searchAnswer } from '#pseudonym/proof-of-work';
import { expectKind, type Kind } from '../../demo/client/graphql.ts';
import type { VaultClient } from '../../demo/client/vault.ts';

/** What a therapist signs in with. */
interface SignInWords { readonly login: string; readonly password: string }

type Proof = Kind & { __typename: 'ProviderSignInProofNeeded'; challenge: string; bits: number };
type Session = Kind & { __typename: 'ProviderSession'; token: string };

const SIGN_IN = `mutation ($login: String!, $password: String!, $proof: SignInProofInput) {
  providerSignIn(login: $login, password: $password, proof: $proof) { __typename
    ... on ProviderSession { token } ... on ProviderSignInProofNeeded { challenge bits } } }`;
const MOST_WORK = 2 ** 24;
const PICTURES = 'docs/pictures';
const WIDTHS = { desktop: 1280, phone: 390 } as const;

/** Open the console and sign in by keyboard alone. */
export async function signInAt(page: Page, words: SignInWords): Promise<void> {
  await page.goto('/therapist');
  await page.getByLabel(/^(Login|Usuario)$/).focus();
  await page.keyboard.type(words.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(words.password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
}

/** Go to a screen by its link. */
export async function visit(page: Page, link: string, heading = link): Promise<void> {
  await page.getByRole('link', { name: link, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
}

/** The vault's door as this therapist, for what a console would not do. */
export async function doorOf(
  vault: VaultClient, { login, password }: SignInWords,
): Promise<VaultClient> {
  const attempt = async (proof?: { challenge: string; answer: number | null }) => {
    const { providerSignIn } = await vault.ask<{ providerSignIn: Proof | Session }>(
      SIGN_IN, { login, password, proof });
    return providerSignIn;
  };
  const { challenge, bits } = expectKind(await attempt(), 'ProviderSignInProofNeeded');
  const answer = searchAnswer(challenge, bits, 0, MOST_WORK);
  const { token } = expectKind(await attempt({ challenge, answer }), 'ProviderSession');
  return vault.as(`Provider ${token}`);
}

/** Keep a picture of a screen, on a desk and on a phone, when SOTTO_PICTURES asks for it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SOTTO_PICTURES'] !== '1') return;
  mkdirSync(PICTURES, { recursive: true });
  for (const [device, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 860 });
    await page.evaluate(() => { scrollTo(0, 0); });
    await page.screenshot({ path: `${PICTURES}/therapist-${name}-${device}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: WIDTHS.desktop, height: 860 });
}
