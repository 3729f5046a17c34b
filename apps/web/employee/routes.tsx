import { useLingui } from '@lingui/react/macro';
import {
  lazy, Suspense, useEffect, useState, useSyncExternalStore, type ReactNode,
} from 'react';
import { useLocation } from 'wouter';
import { Safe } from '../ui/broken.tsx';
import { Progress } from '../ui/progress.tsx';
import type { Locks } from '../ui/sealed-store.ts';
import { Frame } from './parts/frame.tsx';
import { sessionStore, type Session } from './device/session-state.ts';
import { store } from './device/storage.ts';
import { Welcome } from './screens/welcome.tsx';

/** How long the browser's storage may take to answer. */
const PATIENCE_MS = 15_000;

const IfAble = lazy(() => import('./parts/requirements.tsx'));
const Setup = lazy(() => import('./screens/setup.tsx'));
const Restore = lazy(() => import('./screens/restore.tsx'));
const Unlock = lazy(() => import('./screens/unlock.tsx'));
const Opened = lazy(() => import('./screens/opened.tsx'));
const Who = lazy(() => import('./screens/who.tsx'));
const Contract = lazy(() => import('./screens/contract.tsx'));
const Leaving = lazy(() => import('./screens/leaving.tsx'));

/** The screens by address, and by whether there is a wallet and it is open. */
export function Routes() {
  const [location] = useLocation();
  return (
    <Frame>
      <Safe resetKey={location}><Suspense fallback={<Loading />}><Screens /></Suspense></Safe>
    </Frame>
  );
}

function Screens() {
  const [location] = useLocation();
  const session = useSyncExternalStore(sessionStore.subscribe, sessionStore.read);
  const locks = useLocks(session, location);
  if (location === '/who') return <Who />;
  if (location === '/contract') return <Contract />;
  if (location === '/leaving') return <Leaving />;
  const here = <Here session={session} locks={locks} />;
  if (location === '/start') return <FirstSteps key={location} otherwise={here}><Setup /></FirstSteps>;
  if (location === '/return') {
    return <FirstSteps key={location} otherwise={here}><Restore /></FirstSteps>;
  }
  return here;
}

/** The wallet of this device, open or locked; the ways to get one when there is none. */
function Here({ session, locks }: { session: Session; locks: Locks | undefined | 'unknown' }) {
  if (session.kind === 'open') return <Opened wallet={session.wallet} box={session.box} />;
  if (locks === 'unknown') return <Loading />;
  if (!locks) {
    return <FirstSight deleted={session.why === 'deleted'} />;
  }
  return <Unlock why={session.why} hasPasskey={locks.second !== undefined} />;
}

/**
 * The first screen asks nothing, so it need not wait for what is tried beside it; and it stays the
 * very same while that goes on: what somebody presses or has the focus on is not put anew.
 */
function FirstSight({ deleted }: { deleted: boolean }) {
  const [isUnable, setUnable] = useState(false);
  return (
    <>
      {!isUnable && <Welcome deleted={deleted} />}
      <Suspense fallback={null}>
        <IfAble meanwhile={null} onUnable={setUnable}>{null}</IfAble>
      </Suspense>
    </>
  );
}

/**
 * Screens that make a wallet, only where none was when they were entered: they would replace it.
 * They go on after they made one, because there are its credits to fetch.
 */
function FirstSteps({ otherwise, children }: { otherwise: ReactNode; children: ReactNode }) {
  const session = useSyncExternalStore(sessionStore.subscribe, sessionStore.read);
  const [entered, setEntered] = useState<boolean>();
  useEffect(() => {
    if (entered) return undefined;
    let current = true;
    void lookUp().then((found) => { if (current) setEntered(!found); });
    return () => { current = false; };
  }, [entered, session]);
  if (entered === undefined) return <Loading />;
  return entered ? <IfAble meanwhile={<Loading />}>{children}</IfAble> : otherwise;
}

/** What is kept on this device, looked up anew at each screen and whenever it opens or locks. */
function useLocks(session: Session, location: string): Locks | undefined | 'unknown' {
  const [locks, setLocks] = useState<Locks | undefined | 'unknown'>('unknown');
  useEffect(() => {
    let current = true;
    void lookUp().then((found) => { if (current) setLocks(found); });
    return () => { current = false; };
  }, [session, location]);
  return locks;
}

/** What is kept; nothing where it cannot be read, or where the browser never answers. */
function lookUp(): Promise<Locks | undefined> {
  const late = new Promise<undefined>((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  return Promise.race([store.readLocks(), late]).catch(() => undefined);
}

function Loading() {
  const { t } = useLingui();
  return <div className="page"><Progress label={t`Loading`} /></div>;
}
