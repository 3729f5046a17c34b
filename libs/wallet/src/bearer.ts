import { printCredit } from '#pseudonym/credit';
import { marked, openHeld, type HeldCredit } from './credits.ts';
import type { Wallet } from './wallet.ts';

/*
 * A session as a code to hand on. That it was taken out is known to this device alone; so is what
 * becomes of it, until its holder says so or the vault refuses it.
 */

/** Credits that were taken out as codes and are not known to be used. */
export function takenOut({ content, today }: Wallet): HeldCredit[] {
  return content.credits.filter(({ state, notAfter }) => state === 'printed' && notAfter >= today);
}

/**
 * Whether sessions that count as left may have been taken out as codes before this device knew of
 * them: by the device of before, or by another with the same words.
 */
export function mayBeOut(wallet: Wallet): boolean {
  const { cameBackOn } = wallet.content;
  return cameBackOn !== undefined
    && wallet.unspent('session').some(({ notBefore }) => notBefore <= cameBackOn);
}

/**
 * Take a session credit out of the wallet; undefined when there is none. It is the last one of its
 * period: whoever comes back with her words tries from the front, and so meets it last.
 */
export async function takeOut(wallet: Wallet): Promise<HeldCredit | undefined> {
  const unspent = wallet.unspent('session');
  const held = unspent.findLast(({ keyId }) => keyId === unspent[0]?.keyId);
  if (!held) return undefined;
  await wallet.change((now) => marked(now, held.id, 'printed'));
  return held;
}

/** The printed form: 75 groups of eight after the prefix. */
export function bearerText(held: HeldCredit): string {
  return printCredit(openHeld(held));
}

/** Its holder knows that a code was used. */
export function noteUsed(wallet: Wallet, { id }: HeldCredit): Promise<void> {
  return wallet.change((now) => marked(now, id, 'spent'));
}

/** Put a code back into the wallet. Whether it is used shows when it is spent. */
export function putBack(wallet: Wallet, { id }: HeldCredit): Promise<void> {
  return wallet.change((now) => marked(now, id, 'unspent'));
}
