import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/settings/config';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import {
  endOf, idleSince, shown, useOf, type Browser, type OpenSignIn,
} from '#server/sign-ins';
import type { Openness } from '#server/sign-ins.rows';
import type { ProviderCaller } from '../access/caller.ts';
import { secretHash } from '../auth/callers.service.ts';
import { CLOCK, LOG, WORKER_CONFIG } from '../foundation/tokens.ts';
import { ProviderSessionsStore } from './provider-sessions.store.ts';

/** A session that has begun. */
export interface NewProviderSession {
  readonly token: string;
  readonly expiresAt: string;
  readonly idleMinutes: number;
}

/** Sessions of therapists: a random token in the page, its hash in the database. */
@Injectable()
export class ProviderSessions {
  constructor(
    @Inject(WORKER_CONFIG) private readonly config: WorkerConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly rows: ProviderSessionsStore,
  ) {}

  /** Begin a session within a transaction; those that have ended are dropped on the way. */
  async begin(tx: Tx, providerId: string, browser: Browser): Promise<NewProviderSession> {
    const now = this.clock.now();
    const token = randomBytes(32).toString('base64url');
    const expiresAt = endOf(now);
    await this.rows.forgetEnded(tx, this.openness());
    await this.rows.insert(tx, {
      id: randomUUID(), tokenHash: secretHash(token), owner: providerId, browser,
      usedAt: useOf(now), expiresAt,
    });
    return { token, expiresAt: expiresAt.toISOString(), idleMinutes: this.config.idleMinutes };
  }

  /** The family of the browser that a session is of. */
  browserOf(tx: Tx, tokenHash: Uint8Array): Promise<Browser> {
    return this.rows.browserOf(tx, tokenHash);
  }

  /** Open sessions of a therapist, as she sees them who asks. */
  list({ providerId, tokenHash }: ProviderCaller): Promise<OpenSignIn[]> {
    return this.db.read('provider-sign-ins', async (tx) =>
      shown(await this.rows.list(tx, providerId, this.openness()), tokenHash));
  }

  /** End one of one's own sessions; an unknown one has ended already. */
  async end({ providerId }: ProviderCaller, id: string): Promise<void> {
    const isEnded = await this.db.transaction('end-provider-sign-in', (tx) =>
      this.rows.endById(tx, providerId, id));
    if (isEnded) this.noteEnded(1);
  }

  /** End all of one's own sessions but this one. */
  async endOthers({ providerId, tokenHash }: ProviderCaller): Promise<void> {
    const ended = await this.db.transaction('end-other-provider-sign-ins', (tx) =>
      this.rows.endAll(tx, providerId, tokenHash));
    if (ended > 0) this.noteEnded(ended);
  }

  /** End the session of a token. */
  async close(tokenHash: Uint8Array): Promise<void> {
    await this.db.transaction('end-provider-session', (tx) => this.rows.end(tx, tokenHash));
  }

  /** End all sessions of a therapist within a transaction. */
  async closeAll(tx: Tx, providerId: string): Promise<void> {
    await this.rows.endAll(tx, providerId);
  }

  /** For whoever watches the log: how many, and never whose. */
  private noteEnded(count: number): void {
    this.log.write('info', { event: 'sign-ins-ended', count });
  }

  private openness(): Openness {
    const now = this.clock.now();
    return { now, idleSince: idleSince(now, this.config.idleMinutes) };
  }
}
