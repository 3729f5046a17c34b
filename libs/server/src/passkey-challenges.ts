import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { fromBase64Url, ownBytes, transcript, type Bytes } from '#pseudonym/bytes';

/**
 * What a challenge is for; one for the one thing is nothing for another. A first second factor is
 * added by the password alone: what was begun so adds none once there is one.
 */
export type PasskeyUse = 'add-first' | 'add' | 'sign-in' | 'change-password' | 'change-factors';

/** To what a challenge is bound: whose, for what, and which password was right before it. */
export interface Attempt {
  readonly owner: string;
  readonly use: PasskeyUse;
  readonly passwordHash: string;
}

/** A challenge of ours: what it is remembered by once it was used, until it ends by itself. */
export interface ProvenChallenge {
  readonly hash: Buffer;
  readonly expiresAt: Date;
}

const GOOD_FOR_MS = 5 * 60_000;
const END_LENGTH = 8;
const NONCE_LENGTH = 16;
const HEAD_LENGTH = END_LENGTH + NONCE_LENGTH;
const MAC_LENGTH = 32;

/**
 * Challenges for passkeys. They are not kept before they are used, so that asking for many fills
 * nothing: each carries its end and a code over that and the attempt, by a key of its own.
 */
export class PasskeyChallenges {
  constructor(private readonly key: Uint8Array) {}

  /** A new challenge for an attempt. */
  issue(attempt: Attempt, now: Date): Bytes {
    const head = Buffer.alloc(HEAD_LENGTH);
    head.writeBigUInt64BE(BigInt(now.getTime() + GOOD_FOR_MS));
    randomBytes(NONCE_LENGTH).copy(head, END_LENGTH);
    return ownBytes(Buffer.concat([head, this.code(attempt, head)]));
  }

  /** A challenge as a browser signed it (base64url), if it is one of this attempt and not over. */
  prove(attempt: Attempt, challenge: string, now: Date): ProvenChallenge | null {
    const bytes = fromBase64Url(challenge);
    if (bytes?.length !== HEAD_LENGTH + MAC_LENGTH) return null;
    const head = Buffer.from(bytes.subarray(0, HEAD_LENGTH));
    if (!timingSafeEqual(this.code(attempt, head), bytes.subarray(HEAD_LENGTH))) return null;
    const expiresAt = new Date(Number(head.readBigUInt64BE()));
    if (expiresAt <= now) return null;
    return { hash: createHash('sha256').update(bytes).digest(), expiresAt };
  }

  private code({ owner, use, passwordHash }: Attempt, head: Uint8Array): Buffer {
    return createHmac('sha256', this.key)
      .update(transcript('sotto/passkey/v1', use, owner, passwordHash, head)).digest();
  }
}
