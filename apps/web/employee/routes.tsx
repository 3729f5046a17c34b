import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { Progress } from '../ui/progress.tsx';
import { Frame } from './parts/frame.tsx';
import { sessionStore, type Session } from './wallet/session-state.ts';
import { readLocks, type Locks } from './wallet/storage.ts';
import { Welcome } from './screens/welcome.tsx';

const Setup = lazy(() => import('./screens/setup.tsx'));
const Restore = lazy(() => import('./screens/restore.tsx'));
const Unlock = lazy(() => import('./screens/unlock.tsx'));
const Opened = lazy(() => import('./screens/opened.tsx'));
const Who = lazy(() => import('./screens/who.tsx'));
const Leaving = lazy(() => import('./screens/leaving.tsx'));

/** The screens by address, and by whether there is a wallet and it is open. */
export function Routes() {
  return <Frame><Suspense fallback={<Loading />}><Screens /></Suspense></Frame>;
}

function Screens() {
  const [location] = useLocation();
  const session = useSyncExternalStore(sessionStore.subscribe, sessionStore.read);
  const locks = useLocks(session);
  if (location === '/who') return <Who />;
  if (location === '/leaving') return <Leaving />;
  // The first screens go on after the wallet was opened: there are its credits to fetch.
  if (location === '/start') return <Setup />;
  if (location === '/return') return <Restore />;
  if (session.kind === 'open') return <Opened wallet={session.wallet} />;
  if (locks === 'unknown') return <Loading />;
  if (!locks) return <Welcome deleted={session.why === 'deleted'} />;
  return <Unlock why={session.why} hasPasskey={locks.second !== undefined} />;
}

/** What is kept on this device, looked up anew whenever something was opened or locked. */
function useLocks(session: Session): Locks | undefined | 'unknown' {
  const [locks, setLocks] = useState<Locks | undefined | 'unknown'>('unknown');
  useEffect(() => {
    let current = true;
    void readLocks().catch(() => undefined).then((found) => { if (current) setLocks(found); });
    return () => { current = false; };
  }, [session]);
  return locks;
}

function Loading() {
  const { t } = useLingui();
  return <div className="page"><Progress label={t`Loading`} /></div>;
}
