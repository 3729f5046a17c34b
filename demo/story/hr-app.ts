import { Secret, TOTP } from 'otpauth';
import { written } from '#wallet/documents';
import type { GatewayClient } from '#wallet/gateway';
import { expectKind, type Kind } from './kinds.ts';

const STEP_MS = 30_000;

type Begun = Kind & { __typename: 'SecondFactorBegun'; typed: string };
type On = Kind & { __typename: 'SecondFactorOn'; recoveryCodes: string[] };

const BEGIN = written<{ beginSecondFactor: Begun }>(`mutation ($password: String!) {
  beginSecondFactor(password: $password) { __typename
    ... on SecondFactorBegun { typed } ... on SecondFactorRefused { code message } } }`);

const CONFIRM = written<{ confirmSecondFactor: On }>(`mutation ($code: String!) {
  confirmSecondFactor(code: $code) { __typename
    ... on SecondFactorOn { recoveryCodes } ... on SecondFactorRefused { code message } } }`);

/** An authenticator app on the phone of somebody of HR: each code of it is given once. */
export class HrApp {
  private readonly totp: TOTP;
  private lastStep = 0;

  constructor(readonly secret: string) {
    this.totp = new TOTP({ secret: Secret.fromBase32(secret) });
  }

  /** A code that was not given before; of two within half a minute the second is the next one. */
  code(now: Date): string {
    const step = Math.max(Math.floor(now.getTime() / STEP_MS), this.lastStep + 1);
    this.lastStep = step;
    return this.totp.generate({ timestamp: step * STEP_MS });
  }
}

/** Set up an authenticator, as an administrator has to before anything else. */
export async function setUpApp(
  hr: GatewayClient, password: string, now: Date,
): Promise<{ app: HrApp; recoveryCodes: readonly string[] }> {
  const { beginSecondFactor } = await hr.ask(BEGIN, { password });
  const app = new HrApp(expectKind(beginSecondFactor, 'SecondFactorBegun').typed);
  const { confirmSecondFactor } = await hr.ask(CONFIRM, { code: app.code(now) });
  return { app, recoveryCodes: expectKind(confirmSecondFactor, 'SecondFactorOn').recoveryCodes };
}
