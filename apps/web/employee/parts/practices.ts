import { useEffect, useState } from 'react';
import { readPractices, type Practice } from '#wallet/directory';
import type { Wallet } from '#wallet/wallet';

/** The directory of therapists, as far as it is there. */
export type Directory =
  | { readonly kind: 'busy' }
  | { readonly kind: 'there'; readonly practices: readonly Practice[] }
  | { readonly kind: 'failed'; readonly error: unknown };

const ANEW_EVERY_MS = 60_000;

/**
 * The directory is asked for when a wallet is opened, by everyone, and then every minute until it
 * is there: never because somebody looks for a time. Whoever keeps it from a page would be told so
 * by the moment at which she is asked again.
 */
export function useDirectory(wallet: Wallet): Directory {
  const [directory, setDirectory] = useState<Directory>({ kind: 'busy' });
  useEffect(() => {
    let isShown = true;
    const become = (next: Directory) => { if (isShown) setDirectory(next); };
    const ask = () => {
      readPractices(wallet).then((practices) => {
        clearInterval(timer);
        become({ kind: 'there', practices });
      }, (error: unknown) => { become({ kind: 'failed', error }); });
    };
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') ask();
    }, ANEW_EVERY_MS);
    ask();
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, [wallet]);
  return directory;
}
