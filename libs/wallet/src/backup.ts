import { openBackup, sealBackup } from '#pseudonym/backup';
import { fromBase64Url, toBase64Url } from '#pseudonym/bytes';
import { mergeJournals, pruneJournal, type Journal } from '#pseudonym/journal';
import type { WalletKeys } from '#pseudonym/wallet';
import { FetchBackupDocument, PutBackupDocument } from './gql/vault/graphql.ts';
import { Refusal } from './refusal.ts';
import type { VaultClient } from './vault.ts';
import type { Wallet } from './wallet.ts';

const MOST_TRIES = 5;

/** A backup as it was fetched and opened. */
export interface FetchedBackup {
  readonly version: number;
  readonly journal: Journal;
}

/** The backup of a phrase; undefined when nothing lies there. @throws Refusal */
export async function fetchBackup(
  vault: VaultClient, keys: WalletKeys,
): Promise<FetchedBackup | undefined> {
  const { backup } = await vault.ask(FetchBackupDocument, { address: keys.backupAddress });
  if (!backup) return undefined;
  const reading = await openBackup(keys, fromBase64Url(backup.blob) ?? new Uint8Array());
  if (reading.kind === 'opened') return { version: backup.version, journal: reading.journal };
  throw new Refusal('UNREADABLE', 'The backup cannot be opened.');
}

/**
 * Put the wallet's sealed journal, always of one size, at the address that its phrase gives. When
 * another device was there first, its journal is merged with this one.
 *
 * @throws Refusal when the vault cannot be reached; nothing is lost, it can be tried again.
 */
export async function putBackup(wallet: Wallet): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { journal, backupVersion } = wallet.content;
    const blob = toBase64Url(await sealBackup(wallet.keys, pruneJournal(journal, wallet.today)));
    const version = backupVersion + 1;
    const { putBackup: answer } = await wallet.doors.vault.ask(
      PutBackupDocument, { address: wallet.keys.backupAddress, version, blob });
    if (answer.__typename === 'BackupStored') {
      await wallet.change((now) => ({ backupVersion: version, backedUp: now.journal === journal }));
      return;
    }
    await mergeWithKept(wallet);
  }
  throw new Refusal('CONFLICT', 'Another device keeps writing: try again later.');
}

/** Try to back up what is not yet; it says nothing when it fails, for it is tried again later. */
export async function backUpQuietly(wallet: Wallet): Promise<void> {
  const untilAll = async () => { while (!wallet.content.backedUp) await putBackup(wallet); };
  await wallet.once('backup', untilAll).catch(() => undefined);
}

async function mergeWithKept(wallet: Wallet): Promise<void> {
  const kept = await fetchBackup(wallet.doors.vault, wallet.keys);
  await wallet.change(({ journal }) => ({
    backupVersion: kept?.version ?? 0,
    journal: kept ? mergeJournals(journal, kept.journal) : journal,
  }));
}
