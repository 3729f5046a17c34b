import { printCredit } from '#pseudonym/credit';
import * as journal from '#pseudonym/journal';
import { SpentCreditsDocument } from './gql/vault/graphql.ts';
import { backUpQuietly } from './backup.ts';
import type { Wallet } from './wallet.ts';

/** How the journal notes a credit that was taken out as a code. */
const BEARER = 'bearer';

/** Credits that were taken out as codes and are not known to be used. */
export function takenOut(wallet: Wallet): journal.HeldCredit[] {
  return wallet.content.journal.credits.filter(({ state, spending, notAfter }) =>
    state === 'spending' && spending?.body === BEARER && notAfter >= wallet.today);
}

/** Take a session credit out of the wallet; undefined when there is none. */
export async function takeOut(wallet: Wallet): Promise<journal.HeldCredit | undefined> {
  const [held] = wallet.unspent('session');
  if (!held) return undefined;
  const spending = { requestId: crypto.randomUUID(), body: BEARER };
  await wallet.note((now) => journal.beginSpending(now, held.id, spending));
  void backUpQuietly(wallet);
  return held;
}

/** The printed form: 75 groups of eight after the prefix. */
export function bearerText(held: journal.HeldCredit): string {
  return printCredit(journal.openHeld(held));
}

/** Ask the vault whether a code was used, and note it if so. @throws Refusal */
export async function wasUsed(wallet: Wallet, { id }: journal.HeldCredit): Promise<boolean> {
  const { spentCredits } = await wallet.doors.vault.ask(SpentCreditsDocument, { nullifiers: [id] });
  const used = spentCredits[0] === true;
  if (used) await wallet.note((now) => journal.noteSpent(now, id));
  return used;
}

/** Put an unused code back into the wallet. @returns false when it was used already. */
export async function putBack(wallet: Wallet, held: journal.HeldCredit): Promise<boolean> {
  if (await wasUsed(wallet, held)) return false;
  await wallet.note((now) => journal.releaseSpending(now, held.id));
  void backUpQuietly(wallet);
  return true;
}
