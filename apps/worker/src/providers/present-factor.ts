import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import type { PasskeyUse } from '#server/passkey-challenges';
import { WRONG_PASSKEY } from '#server/passkeys';
import {
  isAppCode, usingFactor, WRONG_CODE, type FactorAsked, type FactorGiven, type FactorRefusal,
} from '#server/second-factor';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { LOG } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { AppRules, PasskeyRules } from './factor-rules.ts';
import { OwnPassword } from './own-password.ts';
import type { Credentials } from './providers.store.ts';
import { WrongTries } from './wrong-tries.ts';

/** The password is right, and the second factor is missing. */
export type FactorNeeded = Refusal<'code-needed'> & FactorAsked;

/** What is given by who changes her second factors: the password, and one that she has. */
export interface Proof extends FactorGiven {
  readonly password: string;
}

/** Who was right about both, and whether she had a second factor at all. */
interface Proven extends Credentials {
  readonly hadFactor: boolean;
}

const CODE_NEEDED = refusal('code-needed',
  'Enter the code that your authenticator app shows, or a recovery code, or use a passkey.');

/** Asks for the second factor that a therapist has, beside a right password. */
@Injectable()
export class PresentFactor {
  constructor(
    @Inject(LOG) private readonly log: Log,
    private readonly rows: ProviderFactorStore,
    private readonly apps: AppRules,
    private readonly passkeys: PasskeyRules,
    private readonly password: OwnPassword,
    private readonly tries: WrongTries,
  ) {}

  /** Whether she has a second factor at all. */
  isThere(tx: Tx, providerId: string): Promise<boolean> {
    return this.rows.hasAny(tx, providerId);
  }

  /**
   * What is missing or wrong of her second factor, within a transaction and after a right password;
   * null where nothing is, or she has none. A code is used up by it, and so is what a passkey has
   * signed.
   */
  async amiss(
    tx: Tx, known: Credentials, { code, passkey }: FactorGiven, use: PasskeyUse,
  ): Promise<FactorNeeded | FactorRefusal | null> {
    const { providerId, passwordHash } = known;
    if (!await this.rows.hasAny(tx, providerId)) return null;
    const attempt = { owner: providerId, use, passwordHash };
    if (passkey !== null) {
      return await this.passkeys.use(tx, attempt, passkey) ? null : WRONG_PASSKEY;
    }
    if (code !== null) return await this.use(tx, known, code) ? null : WRONG_CODE;
    return {
      ...CODE_NEEDED, authenticator: await this.rows.isOn(tx, providerId),
      passkey: await this.passkeys.ask(tx, attempt),
    };
  }

  /**
   * Change one's second factors in a transaction, by the password and one that is there: who finds
   * an open console and knows the password must neither take hers away nor add another. What it is
   * refused for uses none up.
   */
  during<T extends { readonly kind: string }>(
    name: string, providerId: string, { password, ...given }: Proof,
    work: (tx: Tx, proven: Proven) => Promise<T>,
  ): Promise<T | FactorNeeded | FactorRefusal> {
    return this.password.during<T | FactorNeeded | FactorRefusal>(
      name, providerId, password, async (tx, known) => {
        const hadFactor = await this.rows.hasAny(tx, providerId);
        return this.heard(await usingFactor(tx,
          () => this.amiss(tx, known, given, 'change-factors'),
          () => work(tx, { ...known, hadFactor })));
      });
  }

  /** What was refused is for whoever watches the log: how often, and never whom. */
  heard<T extends { readonly kind: string }>(outcome: T): T {
    if (outcome.kind === 'refused' && 'code' in outcome) {
      this.log.write('warn', { event: 'second-factor-refused', code: String(outcome.code) });
    }
    return outcome;
  }

  /**
   * Use a code up; false when it is wrong. Wrong ones of an app count for that password: who knows
   * an old one uses none of the new one's tries up.
   */
  private async use(
    tx: Tx, { providerId, passwordHash }: Credentials, code: string,
  ): Promise<boolean> {
    const whose = `${providerId} ${passwordHash}`;
    await this.rows.lock(tx, providerId);
    if (isAppCode(code)) await this.tries.begin(tx, 'code', whose);
    const used = await this.apps.use(tx, providerId, code);
    if (used) await this.tries.forgive(tx, 'code', whose);
    return used !== undefined;
  }
}
