import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import { Database, type Tx } from '#platform/database';
import {
  endOf, idleSince, shown, useOf, type Browser, type OpenSignIn,
} from '#server/sign-ins';
import type { Openness } from '#server/sign-ins.rows';
import { AuditStore } from '../audit/audit.store.ts';
import type { HrCaller } from '../http/caller.ts';
import { mac, purposeKey, sameMac } from '../foundation/macs.ts';
import { CLOCK, CONFIG } from '../foundation/tokens.ts';
import { SessionsStore } from './sessions.store.ts';

/** A fresh sign-in: what goes into the cookie, and what the page sends as a header. */
export interface NewSession {
  readonly token: string;
  readonly csrfToken: string;
}

/** Sign-ins of HR: a random token in an encrypted cookie, its hash in the database. */
@Injectable()
export class Sessions {
  private readonly csrfKey: Buffer;
  /** A sign-in that is not used for so long ends. */
  readonly idleMinutes: number;

  constructor(
    private readonly db: Database,
    private readonly store: SessionsStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: GatewayConfig,
  ) {
    this.csrfKey = purposeKey(config.sessionKey, 'csrf');
    this.idleMinutes = config.idleMinutes;
  }

  /** Open a sign-in within a transaction. */
  async open(tx: Tx, userId: string, browser: Browser): Promise<NewSession> {
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    await this.store.forgetEnded(tx, this.openness());
    await this.store.insert(tx, {
      id: randomUUID(), tokenHash: hashOf(token), owner: userId, browser, usedAt: useOf(now),
      expiresAt: endOf(now),
    });
    return { token, csrfToken: this.csrfTokenFor(token) };
  }

  /** Who has signed in with this token; undefined when nobody has, or it has ended. */
  async find(token: string | undefined): Promise<HrCaller | undefined> {
    if (!token) return undefined;
    const hash = hashOf(token);
    const found = await this.db.read('find-session', (tx) =>
      this.store.find(tx, hash, this.openness()));
    const usedAt = useOf(this.clock.now());
    if (found && found.usedAt < usedAt) {
      await this.db.transaction('use-session', (tx) => this.store.use(tx, hash, usedAt));
    }
    return found?.caller;
  }

  /** The family of the browser that a token is of. */
  browserOf(tx: Tx, token: string): Promise<Browser> {
    return this.store.browserOf(tx, hashOf(token));
  }

  /** Open sign-ins of somebody, as she sees them who asks with this token. */
  list({ userId }: HrCaller, token: string): Promise<OpenSignIn[]> {
    return this.db.read('sign-ins', async (tx) =>
      shown(await this.store.list(tx, userId, this.openness()), hashOf(token)));
  }

  /** End one of one's own sign-ins; an unknown one has ended already. */
  async end(caller: HrCaller, id: string): Promise<void> {
    await this.db.transaction('end-sign-in', async (tx) => {
      if (await this.store.endById(tx, caller.userId, id)) await this.noteEnded(tx, caller, 1);
    });
  }

  /** End all of one's own sign-ins but the one of this token. */
  async endOthers(caller: HrCaller, token: string): Promise<void> {
    await this.db.transaction('end-other-sign-ins', async (tx) => {
      const ended = await this.store.endAll(tx, caller.userId, hashOf(token));
      if (ended > 0) await this.noteEnded(tx, caller, ended);
    });
  }

  /** End a sign-in. */
  async close(token: string): Promise<void> {
    await this.db.transaction('sign-out', (tx) => this.store.end(tx, hashOf(token)));
  }

  /** End all sign-ins of a user within a transaction. */
  async closeAll(tx: Tx, userId: string): Promise<void> {
    await this.store.endAll(tx, userId);
  }

  /** The CSRF token of a sign-in, for a page that was loaded again. */
  csrfTokenFor(token: string): string {
    return this.csrfTokenOf(token).toString('base64url');
  }

  /** Whether the header's token belongs to the cookie's. */
  isCsrfToken(token: string, header: string): boolean {
    return sameMac(this.csrfTokenOf(token), Buffer.from(header, 'base64url'));
  }

  private noteEnded(tx: Tx, caller: HrCaller, count: number): Promise<void> {
    return this.audit.add(tx, caller, 'SIGN_INS_ENDED', String(count), this.clock.now());
  }

  private openness(): Openness {
    const now = this.clock.now();
    return { now, idleSince: idleSince(now, this.idleMinutes) };
  }

  private csrfTokenOf(token: string): Buffer {
    return mac(this.csrfKey, token);
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
