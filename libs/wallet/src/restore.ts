import { noteSpent, openIssuances, type Journal } from '#pseudonym/journal';
import { openWallet } from '#pseudonym/wallet';
import { fetchBackup } from './backup.ts';
import { dayOf, type Clock } from './clock.ts';
import { newContent, type Content } from './content.ts';
import type { Doors } from './doors.ts';
import { SpentCreditsDocument } from './gql/vault/graphql.ts';
import type { VaultClient } from './vault.ts';

/** Most nullifiers that the vault is asked about at once. */
const AT_ONCE = 64;

/** What a phrase brought back. */
export type Restored =
  | { readonly kind: 'found'; readonly content: Content; readonly unfinished: boolean }
  | { readonly kind: 'nothing-there' };

/**
 * A wallet again from its twelve words: the backup, and the vault's word on what was spent since.
 *
 * @param phrase as `readPhrase` gave it. @throws Refusal
 */
export async function restoreWallet(
  { doors: { vault }, clock }: { readonly doors: Doors; readonly clock: Clock }, phrase: string,
): Promise<Restored> {
  const today = dayOf(clock.now());
  const kept = await fetchBackup(vault, await openWallet(phrase));
  if (!kept) return { kind: 'nothing-there' };
  const journal = await withSpent(vault, kept.journal, today);
  const content: Content = {
    ...newContent(phrase, today), journal, backupVersion: kept.version,
    backedUp: journal === kept.journal,
  };
  return { kind: 'found', content, unfinished: openIssuances(journal).length > 0 };
}

/** The journal, with what the vault calls spent noted as spent. @throws Refusal */
async function withSpent(
  vault: VaultClient, journal: Journal, today: string,
): Promise<Journal> {
  const ids = journal.credits.filter(({ state, notAfter }) => state !== 'spent'
    && notAfter >= today).map(({ id }) => id);
  let next = journal;
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const asked = ids.slice(at, at + AT_ONCE);
    const { spentCredits } = await vault.ask(SpentCreditsDocument, { nullifiers: asked });
    for (const [index, id] of asked.entries()) if (spentCredits[index]) next = noteSpent(next, id);
  }
  return next;
}
