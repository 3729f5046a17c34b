import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Passwords } from '#server/passwords';
import { secretHash } from '../auth/callers.service.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { ProvidersStore } from './providers.store.ts';
import {
  bitsAfter, SignInChallenges, type Proof, type ProvenChallenge,
} from './sign-in-challenges.ts';
import { SignInThrottleStore } from './sign-in-throttle.store.ts';

/** Verdict on signing in. `sign-in-proof-needed` comes before anything is looked at. */
export type SignIn =
  | { readonly kind: 'signed-in'; readonly token: string; readonly expiresAt: string }
  | (Refusal<'sign-in-proof-needed'> & { readonly challenge: string; readonly bits: number })
  | Refusal<'sign-in-refused'>;

/** Login and password, with the answer to a challenge unless it is to be asked for. */
export interface SignInRequest {
  readonly login: string;
  readonly password: string;
  readonly proof: Proof | null;
}

const SESSION_MS = 12 * 60 * 60 * 1000;
const WINDOW_MS = 15 * 60 * 1000;
/** Bits by which a challenge may fall behind, when others failed while it was being answered. */
const SLACK_BITS = 2;
const REFUSED = refusal('sign-in-refused',
  'Login or password is wrong: check both, then try again.');
const PROOF_NEEDED = refusal('sign-in-proof-needed',
  'Find the answer to this challenge, then send it with your login and password.');

/**
 * Therapists sign in by login and password, after their device has answered a challenge. Its work
 * grows with the failures of a login, known or not, but nobody is ever locked out: knowing a login
 * is not enough to keep its owner away. A challenge is good once, so a replay signs nobody in.
 */
@Injectable()
export class SignInService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly providers: ProvidersStore,
    private readonly throttle: SignInThrottleStore,
    private readonly challenges: SignInChallenges,
    private readonly passwords: Passwords,
  ) {}

  /** Sign in. One refusal covers every cause that is the caller's. @throws PasswordQueueFull */
  async signIn({ login, password, proof }: SignInRequest): Promise<SignIn> {
    const now = this.clock.now();
    const windowStart = new Date(now.getTime() - WINDOW_MS);
    const loginHash = createHash('sha256').update(login).digest();
    const { found, failures } = await this.db.read('find-login', async (tx) => ({
      found: await this.providers.credentials(tx, login),
      failures: await this.throttle.failures(tx, loginHash, windowStart),
    }));
    const bits = bitsAfter(failures);
    const proven = proof && this.challenges.prove(loginHash, proof, now);
    if (!proven || proven.bits < bits - SLACK_BITS || !await this.spend(proven, now)) {
      return { ...PROOF_NEEDED, bits, challenge: this.challenges.issue(loginHash, bits, now) };
    }
    const right = await this.passwords.check(found?.passwordHash, password);
    if (!found?.active || !right) {
      await this.db.transaction('count-failed-sign-in', (tx) =>
        this.throttle.count(tx, loginHash, windowStart, now));
      return REFUSED;
    }
    return this.begin(found.providerId, loginHash, now);
  }

  private spend(proven: ProvenChallenge, now: Date): Promise<boolean> {
    return this.db.transaction('spend-challenge', (tx) => this.throttle.spend(tx, proven, now));
  }

  private async begin(providerId: string, loginHash: Buffer, now: Date): Promise<SignIn> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    await this.db.transaction('begin-provider-session', async (tx) => {
      await this.throttle.forgive(tx, loginHash);
      const session = { tokenHash: secretHash(token), providerId, expiresAt };
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
}
