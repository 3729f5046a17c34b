import { Secret, TOTP } from 'otpauth';
import type { Client } from './client.ts';
import type { Rig } from './rig.ts';

/** A person's authenticator app, and what she kept when it was set up. */
export interface App {
  readonly recoveryCodes: readonly string[];
  /** What it shows so many steps of 30 seconds from now. */
  shown(ahead?: number): string;
}

/**
 * Set up an authenticator for whoever has signed in, as she does at her account's page.
 *
 * @param sign by which she proves that it is she, where she has a passkey already.
 */
export async function setUpApp(
  rig: Rig, client: Client, password: string, sign?: (options: string) => string,
): Promise<App> {
  const begin = (passkey?: string) => client.field<{ typed: string; passkey: string }>(
    `mutation ($password: String!, $passkey: String) {
      beginSecondFactor(password: $password, passkey: $passkey) {
        ... on SecondFactorBegun { typed } ... on SecondFactorNeeded { passkey } } }`,
    { password, passkey });
  const first = await begin();
  const { typed } = sign ? await begin(sign(first.passkey)) : first;
  const app = new TOTP({ secret: Secret.fromBase32(typed) });
  const shown = (ahead = 0) =>
    app.generate({ timestamp: rig.clock.now().getTime() + ahead * 30_000 });
  const { recoveryCodes } = await client.field<{ recoveryCodes: string[] }>(
    `mutation ($code: String!) { confirmSecondFactor(code: $code) {
      ... on SecondFactorOn { recoveryCodes } } }`, { code: shown() });
  return { recoveryCodes, shown };
}
