import type { Means } from '#wallet/pace';
import type { Succession } from '#pseudonym/succession';

/** What the gateway tells a page in a <meta> when it serves it. Nothing of it is a secret. */
export interface Settings {
  /** Base of the routes, such as `/hr`; '' on an origin of its own. */
  readonly base: string;
  /** The vault's Ed25519 public key, hex: statements of the vault are checked with it. */
  readonly vaultKey: string;
  /** Mean gaps between beats, in milliseconds; told by servers of tests alone. */
  readonly beats?: Means | undefined;
  /** Keys of the vault that the one before has signed. */
  readonly successions: readonly Succession[];
}

/** The settings of this page. */
export function readSettings(): Settings {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="sotto-settings"]');
  const { base = '', vaultKey = '', beats, successions = [] } =
    JSON.parse(meta?.content ?? '{}') as Partial<Settings>;
  return { base, vaultKey, beats, successions };
}
