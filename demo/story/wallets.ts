import { newPhrase } from '#pseudonym/phrase';
import { rootsOf } from '#pseudonym/roots';
import { newContent, type Content } from '#wallet/content';
import { MemoryBox } from '#wallet/memory';
import type { Ports } from '#wallet/ports';
import { Wallet } from '#wallet/wallet';

/** A wallet, and the words that its holder wrote down. */
export interface Holder {
  readonly phrase: string;
  readonly wallet: Wallet;
}

/** A new wallet of a new phrase, on a device of its own. */
export async function newHolder(ports: Ports): Promise<Holder> {
  const phrase = newPhrase();
  return { phrase, wallet: await onDevice(ports, newContent(await rootsOf(phrase), null)) };
}

/** A wallet with this content on a device of its own. */
export function onDevice(ports: Ports, content: Content): Promise<Wallet> {
  return Wallet.open(ports, new MemoryBox<Content>(), content);
}
