import { PasswordQueueFull } from './places.ts';
import type { Passwords } from './passwords.ts';

/** What the hasher has, those who wait included. */
const PLACES = 34;
const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/**
 * Checks of passwords that last until they are let go, so that nothing depends on who is faster.
 * All are right; those of one hash are answered at once where there is a place.
 */
export class HeldChecks {
  /** Checks that are held now. */
  inFlight = 0;
  private gate: PromiseWithResolvers<unknown> | undefined;

  constructor(passwords: Passwords, sparedHash: string | undefined) {
    const check = passwords.check.bind(passwords);
    passwords.check = async (known, typed) => {
      if (!this.gate) return check(known, typed);
      if (this.inFlight >= PLACES) throw new PasswordQueueFull();
      if (known === sparedHash) return true;
      this.inFlight += 1;
      await this.gate.promise;
      this.inFlight -= 1;
      return true;
    };
  }

  /** Hold all checks from now on. */
  hold(): void {
    this.gate = Promise.withResolvers();
  }

  /** Resolves once so many are held. */
  async holds(count: number): Promise<void> {
    while (this.inFlight < count) await turn();
  }

  /** Let go what is held, and hold nothing more. @param asked what was asked meanwhile. */
  async letGo(asked: readonly Promise<unknown>[]): Promise<void> {
    this.gate?.resolve(undefined);
    await Promise.all(asked);
    this.gate = undefined;
  }
}
