import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import type { HrCaller } from '../door/caller.ts';
import { CLOCK, CONFIG, mac, purposeKey, sameMac } from '../parts.ts';
import { SessionsStore } from './sessions.store.ts';

const HOURS = 12;

/** A fresh sign-in: what goes into the cookie, and what the page sends as a header. */
export interface NewSession {
  readonly token: string;
  readonly csrfToken: string;
}

/** Sign-ins of HR: a random token in an encrypted cookie, its hash in the database. */
@Injectable()
export class Sessions {
  private readonly csrfKey: Buffer;

  constructor(
    private readonly db: Database,
    private readonly store: SessionsStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: GatewayConfig,
  ) {
    this.csrfKey = purposeKey(config.sessionKey, 'csrf');
  }

  /** Open a sign-in within a transaction. */
  async open(tx: Tx, userId: string): Promise<NewSession> {
    const token = randomBytes(32).toString('base64url');
    const expires = new Date(this.clock.now().getTime() + HOURS * 3_600_000);
    await this.store.forgetExpired(tx, this.clock.now());
    await this.store.insert(tx, hashOf(token), userId, expires);
    return { token, csrfToken: this.csrfTokenFor(token) };
  }

  /** Who has signed in with this token; undefined when nobody has, or it has expired. */
  find(token: string | undefined): Promise<HrCaller | undefined> {
    if (!token) return Promise.resolve(undefined);
    return this.db.read('find-session', (tx) =>
      this.store.find(tx, hashOf(token), this.clock.now()));
  }

  /** End a sign-in. */
  async close(token: string): Promise<void> {
    await this.db.transaction('sign-out', (tx) => this.store.remove(tx, hashOf(token)));
  }

  /** End all sign-ins of a user within a transaction. */
  async closeAll(tx: Tx, userId: string): Promise<void> {
    await this.store.removeAll(tx, userId);
  }

  /** The CSRF token of a sign-in, for a page that was loaded again. */
  csrfTokenFor(token: string): string {
    return this.csrfTokenOf(token).toString('base64url');
  }

  /** Whether the header's token belongs to the cookie's. */
  isCsrfToken(token: string, header: string): boolean {
    return sameMac(this.csrfTokenOf(token), Buffer.from(header, 'base64url'));
  }

  private csrfTokenOf(token: string): Buffer {
    return mac(this.csrfKey, token);
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
