import { useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import type { Strongbox } from '../../ui/strongbox.ts';
import { useGo } from '../parts/go.ts';
import { fetchRules } from '../parts/identifiers.ts';
import { useDirectory, type Directory } from '../parts/practices.ts';
import { Screen } from '../parts/screen.tsx';
import type { Failure } from '../../ui/failure.ts';
import { troubleOf } from '../parts/trouble.tsx';
import { synchronise } from '#wallet/finish';
import type { Content } from '#wallet/content';
import { lookAtLog } from '#wallet/log';
import type { Wallet } from '#wallet/wallet';
import Agree from './agree.tsx';
import Card from './card.tsx';
import { Claiming } from './claiming.tsx';
import { CodeEntry, type Printed } from './code-entry.tsx';
import { Home } from './home.tsx';
import Messages from './messages.tsx';
import { NewsOfCare } from './news.tsx';
import Settings from './settings.tsx';
import Times from './times.tsx';

/** Whether what is shown is what the other side has now. */
export type Sync =
  | { readonly kind: 'syncing' | 'synced' }
  | { readonly kind: 'trouble'; readonly trouble: Failure };

/**
 * The screens of an open wallet, all in one file: one that is fetched when somebody agrees or looks
 * for a time would say so.
 */
export default function Opened({ wallet, box }: { wallet: Wallet; box: Strongbox }) {
  const [location] = useLocation();
  const content = useSyncExternalStore(wallet.subscribe, () => wallet.content);
  const [sync, resync] = useSync(wallet);
  // By everyone, and at once: a file that is fetched when somebody looks for a time says so.
  const directory = useDirectory(wallet);
  useEffect(fetchRules, []);
  useEffect(() => {
    void lookAtLog(wallet).catch(() => undefined);
  }, [wallet]);
  if (!ELSEWHERE.has(location)) {
    return <Home wallet={wallet} content={content} sync={sync} onSync={resync} />;
  }
  return (
    <>
      <div className="news"><NewsOfCare wallet={wallet} content={content} /></div>
      <Elsewhere
        location={location} wallet={wallet} box={box} content={content} directory={directory}
      />
    </>
  );
}

/** Screens of an open wallet but the first. What is news is told on all of them. */
const ELSEWHERE = new Set(['/code', '/agree', '/times', '/card', '/messages', '/settings']);

function Elsewhere({ location, wallet, box, content, directory }: {
  location: string; wallet: Wallet; box: Strongbox; content: Content; directory: Directory;
}) {
  switch (location) {
    case '/code': return <AnotherCode wallet={wallet} />;
    case '/agree': return <Agree wallet={wallet} />;
    case '/times': return <Times wallet={wallet} directory={directory} />;
    case '/card': return <Card wallet={wallet} content={content} />;
    case '/messages': return <Messages wallet={wallet} content={content} />;
    default: return <Settings wallet={wallet} box={box} content={content} />;
  }
}

/** An open page that can be seen looks this often for what has happened meanwhile. */
const LOOK_EVERY_MS = 60_000;

/**
 * Finish what was begun, and look at the case: when the wallet was opened, whenever the page comes
 * to be seen or connected again, and from time to time while it is seen.
 */
function useSync(wallet: Wallet): [Sync, () => void] {
  const [sync, setSync] = useState<Sync>({ kind: 'syncing' });
  const look = useCallback(() => {
    wallet.once('look', () => synchronise(wallet)).then(
      () => { setSync({ kind: 'synced' }); },
      (error: unknown) => { setSync({ kind: 'trouble', trouble: troubleOf(error) }); },
    );
  }, [wallet]);
  const run = useCallback(() => {
    setSync({ kind: 'syncing' });
    look();
  }, [look]);
  useEffect(() => {
    const lookIfSeen = () => { if (document.visibilityState === 'visible') look(); };
    const timer = setInterval(lookIfSeen, LOOK_EVERY_MS);
    run();
    addEventListener('online', run);
    addEventListener('focus', lookIfSeen);
    document.addEventListener('visibilitychange', lookIfSeen);
    return () => {
      clearInterval(timer);
      removeEventListener('online', run);
      removeEventListener('focus', lookIfSeen);
      document.removeEventListener('visibilitychange', lookIfSeen);
    };
  }, [run, look]);
  return [sync, run];
}

/** The code of another letter, or of one whose sessions have not come yet. */
function AnotherCode({ wallet }: { wallet: Wallet }) {
  const { t } = useLingui();
  const go = useGo();
  const [code, setCode] = useState(wallet.content.claiming?.code ?? null);
  const [printed, setPrinted] = useState<Printed>();
  const take = (entered: string, words: Printed) => {
    setPrinted(words);
    setCode(entered);
  };
  return (
    <Screen key={code} title={code ? t`Fetching your sessions` : t`Your code`} back="/">
      {code
        ? (
            <Claiming
              wallet={wallet}
              code={code}
              printed={printed}
              onDone={() => { go('/'); }}
              onOther={() => { setCode(null); }}
            />
          )
        : <CodeEntry onCode={take} />}
    </Screen>
  );
}
