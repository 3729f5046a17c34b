import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { secretHash } from '../auth/callers.service.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { hashPassword, PasswordQueueFull, readableRandom, verifyPassword } from './passwords.ts';
import { ProvidersStore } from './providers.store.ts';
import { SignInThrottleStore } from './sign-in-throttle.store.ts';

/** Verdict on signing in. */
export type SignIn =
  | { readonly kind: 'signed-in'; readonly token: string; readonly expiresAt: string }
  | Refusal<'sign-in-refused'>;

const SESSION_MS = 12 * 60 * 60 * 1000;
const WINDOW_MS = 15 * 60 * 1000;
const MOST_FAILURES = 10;
const REFUSED = refusal('sign-in-refused',
  'Login or password is wrong, or there were too many attempts: wait a quarter of an hour.');

/** Therapists sign in by login and password; a login is throttled, known or not. */
@Injectable()
export class SignInService {
  /** Verified for logins that nobody has, so that their time tells nothing. */
  private readonly nobodys = hashPassword(readableRandom(24));

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly providers: ProvidersStore,
    private readonly throttle: SignInThrottleStore,
  ) {}

  /** Sign in. The one refusal covers every cause. @throws CodedError OVERLOADED */
  async signIn(login: string, password: string): Promise<SignIn> {
    const now = this.clock.now();
    const windowStart = new Date(now.getTime() - WINDOW_MS);
    const loginHash = createHash('sha256').update(login).digest();
    const { found, failures } = await this.db.read('find-login', async (tx) => ({
      found: await this.providers.credentials(tx, login),
      failures: await this.throttle.failures(tx, loginHash, windowStart),
    }));
    const right = await this.check(found?.passwordHash ?? await this.nobodys, password);
    if (!found?.active || !right || failures >= MOST_FAILURES) {
      await this.db.transaction('count-failed-sign-in', (tx) =>
        this.throttle.count(tx, loginHash, windowStart, now));
      return REFUSED;
    }
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    await this.db.transaction('begin-provider-session', async (tx) => {
      await this.throttle.forgive(tx, loginHash);
      const session = { tokenHash: secretHash(token), providerId: found.providerId, expiresAt };
      await this.providers.beginSession(tx, session, now);
    });
    return { kind: 'signed-in', token, expiresAt: expiresAt.toISOString() };
  }

  /** End the session of this token. */
  async signOut(tokenHash: Uint8Array): Promise<boolean> {
    await this.db.transaction('end-provider-session', (tx) =>
      this.providers.endSession(tx, tokenHash));
    return true;
  }

  private async check(hashed: string, password: string): Promise<boolean> {
    try {
      return await verifyPassword(hashed, password);
    } catch (error) {
      if (!(error instanceof PasswordQueueFull)) throw error;
      throw new CodedError('OVERLOADED', 'Many are signing in now: try again in a few seconds.');
    }
  }
}
