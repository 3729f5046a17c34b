import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { WorkerConfig } from '#platform/settings/config';
import { meetsChallenge } from '#pseudonym/proof-of-work';
import { WORKER_CONFIG } from '../foundation/tokens.ts';

/** A challenge with an answer to it. */
export interface Proof {
  readonly challenge: string;
  readonly answer: number;
}

/** What a challenge is worth: its bits, and what it is remembered by once it was used. */
export interface ProvenChallenge {
  readonly bits: number;
  readonly hash: Buffer;
  readonly expiresAt: Date;
}

const GOOD_FOR_MS = 10 * 60_000;
const FORM = /^([0-9a-z]{1,11})\.(\d{1,2})\.([\w-]{22})\.([\w-]{43})$/;

/** Fewest and most zero bits that are asked for; each more doubles the work. */
const FEWEST_BITS = 8;
const MOST_BITS = 18;
/** Others who sign in for each bit more, and the bits at which that ends: seconds on a phone. */
const OTHERS_A_BIT = 2;
const MOST_BITS_IN_A_CROWD = 20;
/** Failures before the work grows, and the bits that it grows from. */
const FREE_FAILURES = 3;
const FIRST_BITS = 12;
/** Bits by which a challenge may fall behind, as others fail or come while it is answered. */
const SLACK_BITS = 2;

/**
 * How much work a sign-in costs after so many failures of its login and among so many others, of
 * whatever logins; never too much to do.
 */
export function bitsFor(failures: number, crowd: number): number {
  const forCrowd = FEWEST_BITS + Math.floor(crowd / OTHERS_A_BIT);
  const forLogin = failures < FREE_FAILURES ? FEWEST_BITS
    : Math.min(MOST_BITS, FIRST_BITS + failures - FREE_FAILURES);
  return Math.max(forLogin, Math.min(MOST_BITS_IN_A_CROWD, forCrowd));
}

/** Whether a challenge of so many bits is worth a try of the password now. */
export function isEnough(bits: number, failures: number, crowd: number): boolean {
  return bits >= bitsFor(failures, crowd) - SLACK_BITS;
}

/**
 * Challenges that a sign-in has to answer. They are not kept: each carries its end, its bits and a
 * code over these and the login, by a key of its own.
 */
@Injectable()
export class SignInChallenges {
  private readonly key: Uint8Array;

  constructor(@Inject(WORKER_CONFIG) config: WorkerConfig) {
    this.key = new Uint8Array(hkdfSync('sha256', config.kek, '', 'sotto/sign-in-challenge/v1', 32));
  }

  /** A new challenge for a login. */
  issue(loginHash: Buffer, bits: number, now: Date): string {
    const end = (now.getTime() + GOOD_FOR_MS).toString(36);
    const head = `${end}.${bits}.${randomBytes(16).toString('base64url')}`;
    return `${head}.${this.code(loginHash, head).toString('base64url')}`;
  }

  /** What an answered challenge of this login is worth; null when it is none of ours, or over. */
  prove(loginHash: Buffer, { challenge, answer }: Proof, now: Date): ProvenChallenge | null {
    const [, end, bits, nonce, code] = FORM.exec(challenge) ?? [];
    if (!end || !bits || !nonce || !code) return null;
    const expected = this.code(loginHash, `${end}.${bits}.${nonce}`);
    if (!timingSafeEqual(expected, Buffer.from(code, 'base64url'))) return null;
    const expiresAt = new Date(Number.parseInt(end, 36));
    if (expiresAt <= now || !meetsChallenge(challenge, answer, Number(bits))) return null;
    const hash = createHash('sha256').update(challenge).digest();
    return { bits: Number(bits), hash, expiresAt };
  }

  private code(loginHash: Buffer, head: string): Buffer {
    return createHmac('sha256', this.key).update(loginHash).update(head).digest();
  }
}
