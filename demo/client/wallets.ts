import { newPhrase } from '#pseudonym/phrase';
import { rootsOf } from '#pseudonym/roots';
import { newContent, type Content } from '#wallet/content';
import { MemoryBox } from '#wallet/memory';
import type { Ports } from '#wallet/ports';
import { Refusal } from '#wallet/refusal';
import type { Transport } from '#wallet/transport';
import { Wallet } from '#wallet/wallet';
import type { Connection } from './connection.ts';

/** A wallet, and the words that its holder wrote down. */
export interface Holder {
  readonly phrase: string;
  readonly wallet: Wallet;
}

/** The wallets' transport over a connection of the story. */
export function overConnection(connection: Connection): Transport {
  return async ({ method, path, headers = {}, body = '' }) => {
    const asked = method === 'GET' ? connection.get(path)
      : connection.post(path, { ...headers }, body);
    const answer = await asked.catch(() => {
      throw new Refusal('UNREACHABLE', 'Nothing came back from the service.');
    });
    return {
      status: answer.status, redirected: answer.status >= 300 && answer.status < 400,
      header: (name) => [answer.headers[name] ?? null].flat()[0] ?? null,
      text: () => Promise.resolve(new TextDecoder().decode(answer.body)),
      bytes: () => Promise.resolve(Uint8Array.from(answer.body)),
    };
  };
}

/** A new wallet of a new phrase, on a device of its own. */
export async function newHolder(ports: Ports): Promise<Holder> {
  const phrase = newPhrase();
  return { phrase, wallet: onDevice(ports, newContent(await rootsOf(phrase), null)) };
}

/** A wallet with this content on a device of its own. */
export function onDevice(ports: Ports, content: Content): Wallet {
  return Wallet.open(ports, new MemoryBox<Content>(), content);
}
