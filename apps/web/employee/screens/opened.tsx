import { useLingui } from '@lingui/react/macro';
import { lazy, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import type { Failure } from '../../ui/failure.ts';
import { troubleOf } from '../parts/trouble.tsx';
import { backUpQuietly } from '../wallet/backup.ts';
import { finishWhatWasBegun, readCase } from '../wallet/care.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { Claiming } from './claiming.tsx';
import { CodeEntry } from './code-entry.tsx';
import { Home } from './home.tsx';

const Agree = lazy(() => import('./agree.tsx'));
const Times = lazy(() => import('./times.tsx'));
const Card = lazy(() => import('./card.tsx'));
const Settings = lazy(() => import('./settings.tsx'));

/** Whether what is shown is what the other side has now. */
export type Sync =
  | { readonly kind: 'syncing' | 'synced' }
  | { readonly kind: 'trouble'; readonly trouble: Failure };

/** The screens of an open wallet. */
export default function Opened({ wallet }: { wallet: Wallet }) {
  const [location] = useLocation();
  const content = useSyncExternalStore(wallet.subscribe, () => wallet.content);
  const [sync, resync] = useSync(wallet);
  switch (location) {
    case '/code': return <AnotherCode wallet={wallet} />;
    case '/agree': return <Agree wallet={wallet} />;
    case '/times': return <Times wallet={wallet} />;
    case '/card': return <Card wallet={wallet} content={content} />;
    case '/settings': return <Settings wallet={wallet} content={content} />;
    default: return <Home wallet={wallet} content={content} sync={sync} onSync={resync} />;
  }
}

/** Finish what was begun, and look at the case; once when the wallet was opened, and on demand. */
function useSync(wallet: Wallet): [Sync, () => void] {
  const [sync, setSync] = useState<Sync>({ kind: 'syncing' });
  const run = useCallback(() => {
    setSync({ kind: 'syncing' });
    synchronise(wallet).then(
      () => { setSync({ kind: 'synced' }); },
      (error: unknown) => { setSync({ kind: 'trouble', trouble: troubleOf(error) }); },
    );
  }, [wallet]);
  useEffect(() => {
    run();
    addEventListener('online', run);
    return () => { removeEventListener('online', run); };
  }, [run]);
  return [sync, run];
}

async function synchronise(wallet: Wallet): Promise<void> {
  await finishWhatWasBegun(wallet);
  await readCase(wallet);
  await backUpQuietly(wallet);
}

/** The code of another letter, or of one whose sessions have not come yet. */
function AnotherCode({ wallet }: { wallet: Wallet }) {
  const { t } = useLingui();
  const go = useGo();
  const [code, setCode] = useState(wallet.content.code);
  return (
    <Screen key={code} title={code ? t`Fetching your sessions` : t`Your code`} back="/">
      {code
        ? (
          <Claiming
            wallet={wallet}
            code={code}
            onDone={() => { go('/'); }}
            onOther={() => { setCode(null); }}
          />
        )
        : <CodeEntry onCode={setCode} />}
    </Screen>
  );
}
