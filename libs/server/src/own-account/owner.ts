import type { Database, Tx } from '#platform/database';
import type { PasskeyRows } from '../passkey.rows.ts';
import type { Passkeys } from '../passkeys.ts';
import type { Passwords } from '../passwords.ts';
import type { SecondFactorRows } from '../second-factor.rows.ts';
import type { SecondFactors } from '../second-factor.ts';

/** Somebody who has an account here, by the id that her rows have. */
export interface Owner {
  readonly owner: string;
}

/** Somebody who has signed in. */
export interface SignedIn extends Owner {
  /** SHA-256 of the token by which she is known. */
  readonly tokenHash: Uint8Array;
}

/** What signs in: a name, which an app shows beside its codes, and the hash of a password. */
export interface Account {
  readonly name: string;
  readonly passwordHash: string;
}

/** Accounts of a domain. */
export interface Accounts {
  /** Null where there is none, or none any more. */
  find(tx: Tx, owner: string): Promise<Account | null>;
  /** The same, locked: what somebody changes of her second factors is done one by one. */
  lock(tx: Tx, owner: string): Promise<Account | null>;
}

/** An outcome; `refused` where what was given is wrong, or where it was given for nothing. */
export interface Verdict {
  readonly kind: string;
}

/** What is soon guessed is counted, before it is looked at: of many at once each counts. */
export interface Tries<Who extends Owner> {
  /**
   * Do what hashes a password of somebody who has signed in, in a turn of hers. It counts, unless
   * nothing is refused.
   *
   * @throws CodedError RATE_LIMITED when too many were refused.
   * @throws PasswordQueueFull
   */
  ofPassword<T extends Verdict>(who: Who, work: () => Promise<T>): Promise<T>;
  /**
   * Look at a code. It counts, unless it is right.
   *
   * @param passwordHash of the password that was right before it, if one was asked for: who knows
   *   an old one uses none of the new one's tries up.
   * @throws CodedError RATE_LIMITED when too many were wrong.
   */
  ofCode<T extends Verdict>(
    tx: Tx, owner: string, passwordHash: string | null, work: () => Promise<T>): Promise<T>;
}

/** What is done with what is one's own, by the names of the record. */
type OwnDeed =
  | 'RECOVERY_CODE_USED' | 'RECOVERY_CODES_RENEWED' | 'SECOND_FACTOR_ON' | 'SECOND_FACTOR_OFF'
  | 'PASSKEY_ADDED' | 'PASSKEY_REMOVED' | 'SIGN_INS_ENDED';

/** Where a domain writes such things down. */
export interface OwnRecord {
  /** @param what the name of a passkey, or how many sign-ins were ended; else empty */
  add(tx: Tx, owner: string, deed: OwnDeed, what: string): Promise<void>;
  /** Somebody who has signed in was refused, by a code of `FactorRefusal`. */
  refused(code: string): void;
}

/** What a domain has for it. */
export interface OwnParts<Who extends Owner> {
  readonly db: Database;
  readonly passwords: Passwords;
  readonly factorRows: SecondFactorRows;
  readonly passkeyRows: PasskeyRows;
  readonly apps: SecondFactors;
  readonly passkeys: Passkeys;
  readonly accounts: Accounts;
  readonly tries: Tries<Who>;
  readonly record: OwnRecord;
}
