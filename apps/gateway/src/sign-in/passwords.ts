import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import { ApiError } from '../door/api-error.ts';

/** argon2id by OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
const PARAMETERS = { type: argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2;
const MOST_WAITING = 32;

/** Hashes and checks passwords, at most two at once: each takes 19 MiB and tens of milliseconds. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** @throws ApiError OVERLOADED when the queue is full. */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, PARAMETERS));
  }

  /**
   * Whether a password has this hash. Without a hash (an unknown user) a decoy is checked, so that
   * the work and the time are the same.
   *
   * @throws ApiError OVERLOADED when the queue is full.
   */
  async check(known: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= hash(randomBytes(32), PARAMETERS);
    const decoy = await this.decoy;
    const fits = await this.inTurn(() => verify(known ?? decoy, password));
    return fits && known !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= MOST_WAITING) {
        throw new ApiError('OVERLOADED', 'Many people are signing in. Try again in a moment.');
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
