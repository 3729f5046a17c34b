import type { Tx } from '#platform/database';
import type { Attempt } from '../passkey-challenges.ts';
import { WRONG_PASSKEY } from '../passkeys.ts';
import {
  isAppCode, usingFactor, WRONG_PASSWORD, type FactorAsked, type FactorGiven, type FactorRefusal,
} from '../second-factor.ts';
import type { Account, Owner, OwnParts, Verdict } from './owner.ts';

/** The password is right, and the second factor is missing. */
export interface FactorNeeded extends FactorAsked {
  readonly kind: 'second-factor-needed';
  readonly code: string;
  readonly message: string;
}

/** What is given by who changes her second factors: the password, and one that she has. */
export interface Proof extends FactorGiven {
  readonly password: string;
}

/** Who was right about both, and whether she had a second factor at all. */
interface Proven extends Account {
  readonly hadFactor: boolean;
}

const NEEDED = {
  kind: 'second-factor-needed', code: 'SECOND_FACTOR_NEEDED',
  message: 'Enter the code that your authenticator app shows, or a recovery code, or use a passkey.',
} as const;

/** Asks for the second factor that somebody has, beside a right password. */
export class PresentFactor<Who extends Owner> {
  constructor(private readonly parts: OwnParts<Who>) {}

  /**
   * What is missing or wrong of somebody's second factor, who gave a right password; null where
   * nothing is, or she has none. A code is used up by it, and so is what a passkey has signed.
   */
  async amiss(
    tx: Tx, attempt: Attempt, { code, passkey }: FactorGiven,
  ): Promise<FactorNeeded | FactorRefusal | null> {
    const { owner, passwordHash } = attempt;
    const { factorRows, passkeys } = this.parts;
    if (!await factorRows.hasAny(tx, owner)) return null;
    if (passkey !== null) return await passkeys.use(tx, attempt, passkey) ? null : WRONG_PASSKEY;
    if (code !== null) return this.amissInCode(tx, owner, passwordHash, code);
    return {
      ...NEEDED, authenticator: await factorRows.isOn(tx, owner),
      passkey: await passkeys.ask(tx, attempt),
    };
  }

  /**
   * Change one's second factors in a transaction, by the password and one that is there: who finds
   * an open page and knows the password must neither take hers away nor add another. What it is
   * refused for uses none up.
   */
  during<T extends Verdict>(
    name: string, who: Who, { password, ...given }: Proof,
    work: (tx: Tx, proven: Proven) => Promise<T>,
  ): Promise<T | FactorNeeded | FactorRefusal> {
    const { db, passwords, accounts, factorRows, tries } = this.parts;
    const { owner } = who;
    return tries.ofPassword<T | FactorNeeded | FactorRefusal>(who, async () => {
      const known = await db.read('find-password', (tx) => accounts.find(tx, owner));
      const isRight = await passwords.check(known?.passwordHash, password);
      if (!known || !isRight) return this.heard(WRONG_PASSWORD);
      const { passwordHash } = known;
      return db.transaction<T | FactorNeeded | FactorRefusal>(name, async (tx) => {
        // It may have been changed, or she removed, while it was checked.
        const now = await accounts.lock(tx, owner);
        if (now?.passwordHash !== passwordHash) return this.heard(WRONG_PASSWORD);
        const hadFactor = await factorRows.hasAny(tx, owner);
        return this.heard(await usingFactor<T, FactorNeeded | FactorRefusal>(tx,
          () => this.amiss(tx, { owner, passwordHash, use: 'change-factors' }, given),
          () => work(tx, { ...known, hadFactor })));
      });
    });
  }

  /** An outcome, after the record was told where it is a refusal. */
  heard<T extends Verdict>(outcome: T): T {
    if (outcome.kind === 'refused' && 'code' in outcome) {
      this.parts.record.refused(String(outcome.code));
    }
    return outcome;
  }

  /** Use a code up, of the app or for recovery. Of the latter's 64 bits none is found by trying. */
  private async amissInCode(
    tx: Tx, owner: string, passwordHash: string, code: string,
  ): Promise<FactorRefusal | null> {
    const { apps, tries, record } = this.parts;
    const use = () => apps.use(tx, owner, code);
    const used = isAppCode(code) ? await tries.ofCode(tx, owner, passwordHash, use) : await use();
    if (used.kind === 'refused') return used;
    if (used.kind === 'recovery') await record.add(tx, owner, 'RECOVERY_CODE_USED', '');
    return null;
  }
}
