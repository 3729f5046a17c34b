import { randomBytes, randomInt } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import { passwordText } from './password-text.ts';
import { Places } from './places.ts';

/** argon2id by OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
const PARAMETERS = { type: argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2;
const MOST_WAITING = 32;
/** Letters and digits that can't be taken for one another. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** Hashes and checks passwords, at most two at once: each takes 19 MiB and tens of milliseconds. */
export class Passwords {
  private readonly places = new Places({ atOnce: AT_ONCE, mostWaiting: MOST_WAITING });
  private decoy: Promise<string> | undefined;

  /** @throws PasswordQueueFull */
  hash(typed: string): Promise<string> {
    return this.places.during('all', () => hash(passwordText(typed), PARAMETERS));
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
    const fits = await this.places.during('all', () => verify(known ?? decoy, passwordText(typed)));
    return fits && known !== undefined;
  }
}

/** `length` random characters that are easy to read out. */
export function readableRandom(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
