import type { Arithmetic } from './arithmetic.ts';
import type { Clock } from './clock.ts';
import type { Doors } from './doors.ts';

/** What a wallet is made with; nothing of it is shared but by whoever makes the wallets. */
export interface Ports {
  readonly doors: Doors;
  readonly arithmetic: Arithmetic;
  readonly clock: Clock;
  /** Left out where there is no device that could be closed before it has a wallet. */
  readonly firstKey?: FirstKey;
}

/** Where the content of a wallet lies. */
export interface Box<T> {
  /** Keep other content; resolves once it cannot be lost any more. */
  keep(content: T): Promise<void>;
}

/** The key that holds letters for a device before it has a wallet. */
export interface FirstKey {
  /** The key that is kept, which is `fresh` where none was. */
  keepFirst(fresh: Uint8Array): Promise<Uint8Array>;
  read(): Promise<Uint8Array | undefined>;
  /** It has served. */
  drop(): Promise<void>;
}
