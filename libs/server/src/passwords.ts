import { randomBytes, randomInt } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import { passwordText } from './password-text.ts';

/** argon2id by OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
const PARAMETERS = { type: argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2;
const MOST_WAITING = 32;
/** Letters and digits that can't be taken for one another. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** Too many passwords are being hashed: the caller may try again shortly. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

/** Hashes and checks passwords, at most two at once: each takes 19 MiB and tens of milliseconds. */
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** @throws PasswordQueueFull */
  hash(typed: string): Promise<string> {
    return this.inTurn(() => hash(passwordText(typed), PARAMETERS));
  }

  /**
   * Whether a password has this hash. Without a hash (an unknown user) a decoy is checked, so that
   * the work and the time are the same.
   *
   * @throws PasswordQueueFull
   */
  async check(known: string | undefined, typed: string): Promise<boolean> {
    this.decoy ??= hash(randomBytes(32), PARAMETERS);
    const decoy = await this.decoy;
    const fits = await this.inTurn(() => verify(known ?? decoy, passwordText(typed)));
    return fits && known !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= MOST_WAITING) throw new PasswordQueueFull();
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

/** `length` random characters that are easy to read out. */
export function readableRandom(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
