import type { Following } from '#wallet/arithmetic';
import { rootsOf } from '#pseudonym/roots';
import { newContent, type Content } from '#wallet/content';
import { Wallet } from '#wallet/wallet';
import { OpenElsewhere } from '../../ui/one-tab.ts';
import { AlreadyKept, Strongbox } from '../../ui/strongbox.ts';
import { today } from './clock.ts';
import { oneTab } from './one-tab.ts';
import { beats, ports } from './ports.ts';
import { letGo, lock, opened, sessionStore } from './session-state.ts';
import { store } from './storage.ts';

/** A new wallet of a phrase that was written down. @throws OpenElsewhere, AlreadyKept */
export async function createWallet(
  phrase: string, passphrase: string, following: Following,
): Promise<Wallet> {
  return keepWallet(newContent(await rootsOf(phrase), today()), passphrase, following);
}

/** Keep a wallet here: a new one or one that came back. @throws OpenElsewhere, AlreadyKept */
export function keepWallet(
  content: Content, passphrase: string, following: Following,
): Promise<Wallet> {
  return hold(false, async () => ({
    box: await Strongbox.create(store, passphrase, content, following), content }));
}

/** Open the wallet of this device. @throws WrongKey, OpenElsewhere, ContentOutdated, OtherVault */
export function unlock(
  passphrase: string, takeOver: boolean, following: Following = {},
): Promise<Wallet> {
  return hold(takeOver, () => Strongbox.open<Content>(store, passphrase, following));
}

/** Open it by its passkey. @throws WrongKey, OpenElsewhere, DOMException */
export function unlockByPasskey(takeOver: boolean): Promise<Wallet> {
  return hold(takeOver, () => Strongbox.openByPasskey<Content>(store));
}

async function hold(
  takeOver: boolean, open: () => Promise<{ box: Strongbox; content: Content }>,
): Promise<Wallet> {
  await letGo();
  const release = await oneTab.hold(takeOver, () => {
    if (sessionStore.read().kind === 'open') lock('other-tab');
  });
  try {
    const { box, content } = await open();
    const wallet = await Wallet.open(ports, box, content);
    beats.begin();
    opened(wallet, box, { stop: () => { beats.stop(); }, release });
    return wallet;
  } catch (error) {
    release();
    throw error;
  }
}

/** Whether a new wallet was refused because one is on this device. */
export function isKeptHere(error: unknown): boolean {
  return error instanceof AlreadyKept || error instanceof OpenElsewhere;
}
