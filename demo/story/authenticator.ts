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

/** An authenticator app on somebody's phone, with her recovery codes: each code is given once. */
export class Authenticator {
  private readonly totp: TOTP;
  private lastStep = 0;

  constructor(readonly secret: string, private readonly recoveryCodes: string[] = []) {
    this.totp = new TOTP({ secret: Secret.fromBase32(secret) });
  }

  /** A code that was not given before; of two within half a minute the second is the next one. */
  code(now: Date): string {
    const step = Math.max(Math.floor(now.getTime() / STEP_MS), this.lastStep + 1);
    this.lastStep = step;
    return this.totp.generate({ timestamp: step * STEP_MS });
  }

  /** Keep recovery codes beside it. */
  keep(codes: readonly string[]): void {
    this.recoveryCodes.push(...codes);
  }

  /** The recovery codes that are left. */
  get left(): readonly string[] {
    return [...this.recoveryCodes];
  }

  /** A recovery code, for a phone that is not at hand. @throws Error when none is left. */
  recovery(): string {
    const code = this.recoveryCodes.pop();
    if (code === undefined) throw new Error('no recovery code is left');
    return code;
  }
}

/** Set up an authenticator, as HR's administrators and therapists have to before anything else. */
export async function setUpApp(
  who: Pick<GatewayClient, 'ask'>, password: string, now: Date,
): Promise<{ app: Authenticator; recoveryCodes: readonly string[] }> {
  const { beginSecondFactor } = await who.ask(BEGIN, { password });
  const app = new Authenticator(expectKind(beginSecondFactor, 'SecondFactorBegun').typed);
  const { confirmSecondFactor } = await who.ask(CONFIRM, { code: app.code(now) });
  return { app, recoveryCodes: expectKind(confirmSecondFactor, 'SecondFactorOn').recoveryCodes };
}
