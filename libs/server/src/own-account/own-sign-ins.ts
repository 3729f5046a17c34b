import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '#platform/clock';
import type { Database, Tx } from '#platform/database';
import type { Openness, SignInRows } from '../sign-ins.rows.ts';
import { endOf, idleSince, shown, useOf, type Browser, type OpenSignIn } from '../sign-ins.ts';
import type { OwnRecord, SignedIn } from './owner.ts';

/** What a domain has for it. */
export interface SignInParts {
  readonly db: Database;
  readonly rows: SignInRows;
  readonly record: OwnRecord;
  readonly clock: Clock;
  /** A sign-in that is not used for so long ends. */
  readonly idleMinutes: number;
}

/** SHA-256 of a token's text, as rows have it. */
export function tokenHashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Sign-ins: a random token with whoever has signed in, its hash in the database. */
export class OwnSignIns {
  constructor(private readonly parts: SignInParts) {}

  /** Minutes after which a sign-in that is not used ends. */
  get idleMinutes(): number {
    return this.parts.idleMinutes;
  }

  /** Open a sign-in within a transaction; those that have ended are dropped on the way. */
  async open(
    tx: Tx, owner: string, browser: Browser,
  ): Promise<{ readonly token: string; readonly expiresAt: Date }> {
    const { rows } = this.parts;
    const now = this.parts.clock.now();
    const token = randomBytes(32).toString('base64url');
    const expiresAt = endOf(now);
    await rows.forgetEnded(tx, this.openness());
    await rows.insert(tx, {
      id: randomUUID(), tokenHash: tokenHashOf(token), owner, browser, usedAt: useOf(now),
      expiresAt,
    });
    return { token, expiresAt };
  }

  /** The family of the browser that a sign-in is of. */
  browserOf(tx: Tx, tokenHash: Uint8Array): Promise<Browser> {
    return this.parts.rows.browserOf(tx, tokenHash);
  }

  /** Open sign-ins of somebody, as she sees them who asks. */
  list({ owner, tokenHash }: SignedIn): Promise<OpenSignIn[]> {
    const { db, rows } = this.parts;
    return db.read('sign-ins', async (tx) =>
      shown(await rows.list(tx, owner, this.openness()), tokenHash));
  }

  /** End one of one's own sign-ins; an unknown one has ended already. */
  async end({ owner }: SignedIn, id: string): Promise<void> {
    const { db, rows, record } = this.parts;
    await db.transaction('end-sign-in', async (tx) => {
      if (await rows.endById(tx, owner, id)) await record.add(tx, owner, 'SIGN_INS_ENDED', '1');
    });
  }

  /** End all of one's own sign-ins but this one. */
  async endOthers({ owner, tokenHash }: SignedIn): Promise<void> {
    const { db, rows, record } = this.parts;
    await db.transaction('end-other-sign-ins', async (tx) => {
      const ended = await rows.endAll(tx, owner, tokenHash);
      if (ended > 0) await record.add(tx, owner, 'SIGN_INS_ENDED', String(ended));
    });
  }

  /** End the sign-in of a token. */
  async close(tokenHash: Uint8Array): Promise<void> {
    const { db, rows } = this.parts;
    await db.transaction('sign-out', (tx) => rows.end(tx, tokenHash));
  }

  /** End all sign-ins of somebody within a transaction. */
  async closeAll(tx: Tx, owner: string): Promise<void> {
    await this.parts.rows.endAll(tx, owner);
  }

  /** Moments after which a sign-in must have begun and been used, to be open now. */
  protected openness(): Openness {
    const now = this.parts.clock.now();
    return { now, idleSince: idleSince(now, this.parts.idleMinutes) };
  }
}
