import type { Means } from '#wallet/pace';
import type { Succession } from '#pseudonym/succession';

/** Who runs what: each with the rest of it is said by the page. */
export type Organisations = 'one' | 'gateway-and-courier' | 'vault-and-courier' | 'three';

/** What whoever serves a page tells it in a <meta>. Nothing of it is a secret. */
export interface Settings {
  /** Base of the routes, such as `/hr`. */
  readonly base: string;
  /** The vault's Ed25519 public key, hex: statements of the vault are checked with it. */
  readonly vaultKey: string;
  /** Mean gaps between beats, in milliseconds; told by servers of tests alone. */
  readonly beats?: Means | undefined;
  /** Who runs what. */
  readonly organisations: Organisations;
  /** Where the gateway is, for claiming; '' where it serves this page. */
  readonly gateway: string;
  /** Where members' page is; '' where it is beside this one. */
  readonly courier: string;
  /** Keys of the vault that the one before has signed. */
  readonly successions: readonly Succession[];
}

/** The settings of this page. */
export function readSettings(): Settings {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="sotto-settings"]');
  const {
    base = '', vaultKey = '', beats, successions = [], organisations = 'one', gateway = '',
    courier = '',
  } = JSON.parse(meta?.content ?? '{}') as Partial<Settings>;
  return { base, vaultKey, beats, successions, organisations, gateway, courier };
}
