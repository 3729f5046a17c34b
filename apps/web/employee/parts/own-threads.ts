import { useEffect, useState } from 'react';
import type { Content } from '#wallet/content';
import { ownThreads, type OwnThread } from '#wallet/messages';
import type { Wallet } from '#wallet/wallet';

/** The threads of an open wallet, as they are now. */
export function useOwnThreads(wallet: Wallet, content: Content): readonly OwnThread[] {
  const [threads, setThreads] = useState<readonly OwnThread[]>([]);
  useEffect(() => {
    let isShown = true;
    void ownThreads(wallet).then((now) => { if (isShown) setThreads(now); });
    return () => { isShown = false; };
  }, [wallet, content]);
  return threads;
}
