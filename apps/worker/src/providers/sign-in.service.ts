import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { Log } from '#platform/logging';
import { asMade } from '#server/first-password';
import { OwnSignIns } from '#server/own-account/own-sign-ins';
import type { Owner, SignedIn } from '#server/own-account/owner';
import { PresentFactor, type FactorNeeded } from '#server/own-account/present-factor';
import type { PasskeyUse } from '#server/passkey-challenges';
import { refusePassword, type PasswordRefusal } from '#server/password-rule';
import { Passwords } from '#server/passwords';
import type { FactorGiven } from '#server/second-factor';
import type { Browser } from '#server/sign-ins';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { CLOCK, LOG } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { PasswordPlaces } from './password-places.ts';
import { ProviderTries } from './own-account.ts';
import { ProvidersStore, type Credentials } from './providers.store.ts';
import {
  bitsFor, isEnough, SignInChallenges, type Proof, type ProvenChallenge,
} from './sign-in-challenges.ts';
import { SignInThrottleStore, throttleMark } from './sign-in-throttle.store.ts';

/** A session that has begun. */
interface NewSession {
  readonly kind: 'signed-in';
  readonly token: string;
  readonly expiresAt: string;
  readonly idleMinutes: number;
  readonly secondFactorMissing: boolean;
}

/** A session, or what is missing for one after the password was right. */
type Admission =
  | NewSession | Refusal<'refused'> | FactorNeeded | PasswordRefusal;

/** Verdict on signing in. `sign-in-proof-needed` comes before anything is looked at. */
export type SignIn = Admission | Refusal<'new-password-needed'>
  | (Refusal<'sign-in-proof-needed'> & { readonly challenge: string; readonly bits: number });

/** Login and password, with the answer to a challenge unless it is to be asked for. */
export interface SignInRequest extends FactorGiven {
  readonly login: string;
  readonly password: string;
  readonly proof: Proof | null;
  /** A password of her own in place of the one that the operator has seen. */
  readonly newPassword: string | null;
  readonly browser: Browser;
}

/** What goes with a right password. */
type Admitting = FactorGiven & Pick<SignInRequest, 'newPassword' | 'browser'>;

const WINDOW_MS = 15 * 60 * 1000;
const REFUSED: Refusal<'refused'> = {
  kind: 'refused', code: 'SIGN_IN_REFUSED',
  message: 'Login or password is wrong: check both, then try again.',
};
const NEW_PASSWORD_NEEDED = refusal('new-password-needed',
  'This is a first password: choose one of your own, then sign in with both.');
/** Said to nobody else than REFUSED is; but a sign-in looks once more. */
const CHANGED_MEANWHILE = { ...REFUSED };
const PROOF_NEEDED = refusal('sign-in-proof-needed',
  'Find the answer to this challenge, then send it with your login and password.');

/**
 * Therapists sign in by login and password, after their device has answered a challenge. Its work
 * grows with the failures of a login, known or not, and with how many sign in at once, but nobody
 * is ever locked out: knowing a login is not enough to keep its owner away. A challenge is good
 * once, so a replay signs nobody in.
 * What else is needed is told after a right password alone, and goes with it in one request: there
 * is no half of a sign-in.
 */
@Injectable()
export class SignInService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly providers: ProvidersStore,
    private readonly throttle: SignInThrottleStore,
    private readonly challenges: SignInChallenges,
    private readonly passwords: Passwords,
    private readonly places: PasswordPlaces,
    private readonly present: PresentFactor<Owner>,
    private readonly factors: ProviderFactorStore,
    private readonly sessions: OwnSignIns,
    private readonly tries: ProviderTries,
  ) {}

  /** Sign in. One refusal covers every cause that is the caller's. @throws PasswordQueueFull */
  async signIn({ login, password, proof, ...more }: SignInRequest): Promise<SignIn> {
    const now = this.clock.now();
    const windowStart = new Date(now.getTime() - WINDOW_MS);
    const loginHash = throttleMark('login', login);
    const { found, failures } = await this.db.read('find-login', async (tx) => ({
      found: await this.providers.credentials(tx, login),
      failures: await this.throttle.failures(tx, loginHash, windowStart),
    }));
    const proven = proof && this.challenges.prove(loginHash, proof, now);
    const suffices = (crowd: number) =>
      proven !== null && isEnough(proven.bits, failures, crowd);
    const ask = (crowd: number): SignIn => {
      const bits = bitsFor(failures, crowd);
      return { ...PROOF_NEEDED, bits, challenge: this.challenges.issue(loginHash, bits, now) };
    };
    const { crowd } = this.places;
    if (!proven || !suffices(crowd) || !await this.spend(proven, now)) return ask(crowd);
    const attempt = { loginHash, windowStart, now };
    return this.places.ofLogin(loginHash, async (others) => {
      if (!suffices(others)) return ask(others);
      const outcome = await this.tryPassword(found, attempt, password, more);
      if (outcome !== CHANGED_MEANWHILE) return outcome;
      const present = await this.db.read('find-login', (tx) =>
        this.providers.credentials(tx, login));
      return this.tryPassword(present, attempt, password, more);
    });
  }

  private async tryPassword(
    found: Credentials | null,
    { loginHash, windowStart, now }: { loginHash: Buffer; windowStart: Date; now: Date },
    password: string, more: Admitting,
  ): Promise<Admission | Refusal<'new-password-needed'>> {
    const guess = guessOf(found, password, more.newPassword);
    const right = await this.passwords.check(found?.passwordHash, guess.password);
    if (!found?.active || !right) {
      await this.db.transaction('count-failed-sign-in', (tx) =>
        this.throttle.count(tx, loginHash, windowStart, now));
      return this.refuse(REFUSED);
    }
    if (found.isFirst && more.newPassword === null) return NEW_PASSWORD_NEEDED;
    await this.db.transaction('forgive-login', (tx) => this.throttle.forgive(tx, loginHash));
    return this.admit(found, password, { ...more, newPassword: guess.next }, 'sign-in');
  }

  /**
   * Change one's own password by the one that was, and the second factor where there is one;
   * every session ends, and a new one begins.
   */
  changePassword(
    me: SignedIn, current: string, next: string, given: FactorGiven,
  ): Promise<Admission> {
    return this.tries.ofPassword(me, () => this.changeInTurn(me, current, next, given));
  }

  private async changeInTurn(
    { owner, tokenHash }: SignedIn, current: string, next: string, given: FactorGiven,
  ): Promise<Admission> {
    const known = await this.db.read('find-password', (tx) =>
      this.providers.credentialsOf(tx, owner));
    const right = await this.passwords.check(known?.passwordHash, current);
    if (!known || !right) return this.refuse(REFUSED);
    const browser = await this.db.read('find-browser', (tx) =>
      this.sessions.browserOf(tx, tokenHash));
    return this.admit(
      known, current, { ...given, newPassword: next, browser }, 'change-password');
  }

  /** End the session of this token. */
  async signOut(tokenHash: Uint8Array): Promise<boolean> {
    await this.sessions.close(tokenHash);
    return true;
  }

  /** The password is right: what else is needed, or a session. */
  private async admit(
    known: Credentials, password: string,
    { newPassword, browser, ...given }: Admitting, use: PasskeyUse,
  ): Promise<Admission> {
    const { providerId, login, name, isFirst } = known;
    const isPrinted = isFirst && newPassword !== null && asMade(newPassword) === asMade(password);
    const unfit = newPassword === null ? null
      : await refusePassword(newPassword, [login, name], isPrinted ? newPassword : password);
    if (unfit) return unfit;
    const passwordHash = newPassword === null ? null : await this.passwords.hash(newPassword);
    return this.db.transaction('begin-provider-session', async (tx) => {
      // A reset that came meanwhile ends what was begun with the password before it.
      const now = await this.providers.lockCredentials(tx, providerId);
      if (!now?.active) return this.refuse(REFUSED);
      if (now.passwordHash !== known.passwordHash) return this.refuse(CHANGED_MEANWHILE);
      const attempt = { owner: providerId, passwordHash: known.passwordHash, use };
      const amiss = await this.present.amiss(tx, attempt, given);
      if (amiss) return amiss.kind === 'refused' ? this.refuse(amiss) : amiss;
      if (passwordHash !== null) {
        await this.providers.replacePassword(tx, providerId, { passwordHash, isFirst: false });
        await this.sessions.closeAll(tx, providerId);
      }
      const { token, expiresAt } = await this.sessions.open(tx, providerId, browser);
      return {
        kind: 'signed-in', token, expiresAt: expiresAt.toISOString(),
        idleMinutes: this.sessions.idleMinutes,
        secondFactorMissing: !await this.factors.hasAny(tx, providerId),
      };
    });
  }

  private spend(proven: ProvenChallenge, now: Date): Promise<boolean> {
    return this.db.transaction('spend-challenge', (tx) => this.throttle.spend(tx, proven, now));
  }

  /** Refused sign-ins are for whoever watches the log: how many, and never whose. */
  private refuse<T extends Refusal>(refused: T): T {
    this.log.write('warn', { event: 'sign-in-refused', code: refused.code });
    return refused;
  }
}

/**
 * The one password that is tried, and the new one. Only a first password is replaced at a sign-in:
 * where one is there of her own, this very request replaced it before. Its answer was late or lost,
 * and it came again, perhaps by another worker. Then the new one alone is tried: whoever guesses
 * must not have two tries for one that is counted.
 */
function guessOf(
  found: Credentials | null, password: string, newPassword: string | null,
): { readonly password: string; readonly next: string | null } {
  if (found?.isFirst) return { password: asMade(password), next: newPassword };
  return { password: newPassword ?? password, next: null };
}
