import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import { OwnSignIns, tokenHashOf } from '#server/own-account/own-sign-ins';
import { useOf } from '#server/sign-ins';
import type { HrCaller } from '../http/caller.ts';
import { mac, purposeKey, sameMac } from '../foundation/macs.ts';
import { CLOCK, CONFIG } from '../foundation/tokens.ts';
import { HrRecord } from './own-account.ts';
import { SessionsStore } from './sessions.store.ts';

/** Sign-ins of HR: a random token in an encrypted cookie, its hash in the database. */
@Injectable()
export class Sessions extends OwnSignIns {
  private readonly csrfKey: Buffer;

  constructor(
    private readonly db: Database,
    private readonly store: SessionsStore,
    record: HrRecord,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) { idleMinutes, sessionKey }: GatewayConfig,
  ) {
    super({ db, rows: store, record, clock, idleMinutes });
    this.csrfKey = purposeKey(sessionKey, 'csrf');
  }

  /** Who has signed in with this token; undefined when nobody has, or it has ended. */
  async find(token: string | undefined): Promise<HrCaller | undefined> {
    if (!token) return undefined;
    const hash = tokenHashOf(token);
    const found = await this.db.read('find-session', (tx) =>
      this.store.find(tx, hash, this.openness()));
    const usedAt = useOf(this.clock.now());
    if (found && found.usedAt < usedAt) {
      await this.db.transaction('use-session', (tx) => this.store.use(tx, hash, usedAt));
    }
    return found?.caller;
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
