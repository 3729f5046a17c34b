import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import type { SecondFactorRows } from './second-factor.rows.ts';
import type { SecondFactorSecrets } from './second-factor.secrets.ts';
import { enrolment, newTotpSecret, stepOfCode } from './totp.ts';

/** What a caller is told when a step with a second factor did not work. */
export interface FactorRefusal {
  readonly kind: 'refused';
  readonly code: 'WRONG_CODE' | 'WRONG_PASSWORD' | 'ALREADY_ON' | 'NOT_ON' | 'WRONG_PASSKEY'
    | 'UNKNOWN_PASSKEY' | 'TOO_MANY' | 'TOO_LARGE' | 'NOT_HERE';
  readonly message: string;
}
/** What is asked of somebody who has a second factor. */
export interface FactorAsked {
  /** A code of her app, or a recovery code, is taken. */
  readonly authenticator: boolean;
  /** What to give to the browser for a passkey, as JSON; null where she has none. */
  readonly passkey: string | null;
}
/** What she gave. */
export interface FactorGiven {
  readonly code: string | null;
  readonly passkey: string | null;
}
/** By what somebody was let through: a code of her app, or a recovery code. */
export interface UsedCode {
  readonly kind: 'app' | 'recovery';
}
/** Outcome of beginning to enrol. */
export type Enrolment =
  | { readonly kind: 'begun'; readonly uri: string; readonly typed: string } | FactorRefusal;
/** Outcome of confirming, or of asking for fresh recovery codes. */
export type Recovery = { readonly kind: 'on'; readonly recoveryCodes: string[] } | FactorRefusal;
/** Outcome of switching the second factor off. */
export type SwitchedOff =
  | { readonly kind: 'off'; readonly secondFactor: false } | FactorRefusal;

/**
 * Use a factor up for something, in the caller's transaction. Where that is refused, the factor is
 * not used up: what is wrong with the factor itself stays counted.
 *
 * @param use what is amiss with the factor, null where nothing is.
 */
export async function usingFactor<T extends { readonly kind: string }, Amiss>(
  tx: Tx, use: () => Promise<Amiss | null>, work: () => Promise<T>,
): Promise<T | Amiss> {
  await tx.query('SAVEPOINT before_factor');
  const amiss = await use();
  if (amiss !== null) return amiss;
  const outcome = await work();
  if (outcome.kind === 'refused') await tx.query('ROLLBACK TO SAVEPOINT before_factor');
  return outcome;
}

/** Whether a code is an app's: six digits are soon tried, a recovery code's 64 bits are not. */
export function isAppCode(code: string): boolean {
  return /^\d{6}$/.test(code);
}

/** A code that is not right: the same words wherever it is asked for. */
const WRONG_CODE: FactorRefusal = {
  kind: 'refused', code: 'WRONG_CODE',
  message: 'This code is not right, or was used before. Wait for the next one and enter that.',
};
/** The password beside the code is not right. */
export const WRONG_PASSWORD: FactorRefusal = {
  kind: 'refused', code: 'WRONG_PASSWORD',
  message: 'This is not your present password. Check it, then try again.',
};
const ALREADY_ON: FactorRefusal = {
  kind: 'refused', code: 'ALREADY_ON', message: 'You have a second factor. Switch it off first.',
};
const NOT_ON: FactorRefusal = {
  kind: 'refused', code: 'NOT_ON', message: 'You have no second factor. Set one up first.',
};

/**
 * Authenticator apps as a second factor (TOTP, RFC 6238), with recovery codes. Each method works
 * in the caller's transaction; who may do it, and that it was done, is the caller's to say.
 */
export class SecondFactors {
  constructor(
    private readonly rows: SecondFactorRows,
    private readonly secrets: SecondFactorSecrets,
    private readonly clock: Clock,
  ) {}

  /** Make a secret for an app; it counts once a code of it was confirmed. */
  async begin(tx: Tx, owner: string, account: string): Promise<Enrolment> {
    const secret = newTotpSecret();
    const isNew = await this.rows.begin(tx, owner, this.secrets.wrap(owner, secret));
    return isNew ? { kind: 'begun', ...enrolment(secret, account) } : ALREADY_ON;
  }

  /** Switch it on by a first right code; the recovery codes are told this once. */
  async confirm(tx: Tx, owner: string, code: string): Promise<Recovery> {
    const row = await this.rows.lock(tx, owner);
    if (!row) return NOT_ON;
    if (row.isConfirmed) return ALREADY_ON;
    if (!await this.isRight(tx, owner, row.wrapped, code)) return WRONG_CODE;
    await this.rows.confirm(tx, owner, today(this.clock));
    return { kind: 'on', recoveryCodes: await this.renewAll(tx, owner) };
  }

  /**
   * Fresh recovery codes by a code of the app; those before them are void. A recovery code is not
   * taken here, and so not used up.
   */
  async renew(tx: Tx, owner: string, code: string): Promise<Recovery> {
    if (!await this.rows.isOn(tx, owner)) return NOT_ON;
    const used = isAppCode(code) ? await this.use(tx, owner, code) : WRONG_CODE;
    if (used.kind === 'refused') return used;
    return { kind: 'on', recoveryCodes: await this.renewAll(tx, owner) };
  }

  /** Switch it off. */
  async switchOff(tx: Tx, owner: string): Promise<SwitchedOff> {
    if (!await this.rows.isOn(tx, owner)) return NOT_ON;
    await this.rows.remove(tx, owner);
    return { kind: 'off', secondFactor: false };
  }

  /** Use a code up, of the app or for recovery. */
  async use(tx: Tx, owner: string, code: string): Promise<UsedCode | FactorRefusal> {
    const row = await this.rows.lock(tx, owner);
    if (!row?.isConfirmed) return WRONG_CODE;
    if (isAppCode(code)) {
      return await this.isRight(tx, owner, row.wrapped, code) ? { kind: 'app' } : WRONG_CODE;
    }
    const hash = this.secrets.hashOf(owner, code);
    return await this.rows.useRecovery(tx, owner, hash) ? { kind: 'recovery' } : WRONG_CODE;
  }

  /** A right code that was not used before: its step is used up (RFC 6238, section 5.2). */
  private async isRight(tx: Tx, owner: string, wrapped: Buffer, code: string): Promise<boolean> {
    const step = stepOfCode(this.secrets.unwrap(owner, wrapped), code, this.clock.now());
    return step !== null && this.rows.useStep(tx, owner, step);
  }

  private async renewAll(tx: Tx, owner: string): Promise<string[]> {
    const codes = this.secrets.newRecoveryCodes();
    const hashes = codes.map((code) => this.secrets.hashOf(owner, code));
    await this.rows.replaceRecovery(tx, owner, hashes);
    return codes;
  }
}
