import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { ClientName } from '../parts/client-name.tsx';
import { Failure } from '../parts/failure.tsx';
import { closeDesk, type OpenDesk } from './desk-here.ts';
import type { Desk } from './desk.ts';
import { PasskeyOffer } from './passkey-offer.tsx';
import { ThreadView } from './thread-view.tsx';
import { threadsOf, type ClientThread } from './threads.ts';

/** So often it is asked for what is new, while somebody looks. */
const EVERY_MS = 60_000;

/** All threads, or the one that is open. */
export function Inbox({ open: { desk, box } }: { open: OpenDesk }) {
  const { t } = useLingui();
  const view = useSyncExternalStore(desk.watch, desk.view);
  const [chosen, setChosen] = useState<string>();
  useExchanging(desk);
  const threads = threadsOf(view);
  const thread = threads.find(({ client }) => client.id === chosen);
  if (thread) {
    return (
      <>
        {view.error !== undefined && <Broken error={view.error} desk={desk} />}
        <ThreadView
          key={chosen} desk={desk} thread={thread} onBack={() => { setChosen(undefined); }}
        />
      </>
    );
  }
  return (
    <Page
      key="all" title={t`Messages`}
      aside={<Button kind="quiet" onClick={() => { void closeDesk(); }}>{t`Lock messages`}</Button>}
    >
      {view.error !== undefined && <Broken error={view.error} desk={desk} />}
      {!view.clients && view.error === undefined && (
        <p role="status"><Trans>Asking for what is new …</Trans></p>
      )}
      {view.clients && threads.length === 0 && (
        <EmptyState title={t`Nobody to write to yet`}>
          <p><Trans>Clients who are referred to you appear here.</Trans></p>
        </EmptyState>
      )}
      <ul className="plain-list">
        {threads.map((one) => (
          <Line key={one.client.id} thread={one} onChosen={() => { setChosen(one.client.id); }} />
        ))}
      </ul>
      <PasskeyOffer desk={desk} box={box} />
    </Page>
  );
}

/** Exchange now, each minute, and when somebody comes back to the page. */
function useExchanging(desk: Desk): void {
  useEffect(() => {
    const look = () => { if (document.visibilityState === 'visible') void desk.exchange(); };
    look();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [desk]);
}

function Broken({ error, desk }: { error: unknown; desk: Desk }) {
  return <Failure error={error} onRetry={() => { void desk.exchange(); }} />;
}

function Line({ thread, onChosen }: { thread: ClientThread; onChosen: () => void }) {
  const { t } = useLingui();
  const { client: { handle, colour }, words, unread, faults, unsent, waiting, barred } = thread;
  const last = words.at(-1);
  return (
    <li className="session">
      <div className="session-when">
        {last ? <When at={last.day} /> : <span className="soft"><Trans>Nothing yet</Trans></span>}
      </div>
      <div className="session-what">
        <p><ClientName handle={handle} colour={colour} /></p>
        <p className="thread-states">
          {unread > 0 && (
            <span className="pill pill-ok">
              <Plural value={unread} one="# new message" other="# new messages" />
            </span>
          )}
          {faults.length > 0 && <span className="pill pill-warn">{t`Something is not right`}</span>}
          {unsent.length > 0 && <span className="pill pill-warn">{t`Not sent`}</span>}
          {waiting.length > 0 && <span className="pill">{t`Waits to be sent`}</span>}
          {barred === 'closed' && <span className="pill">{t`Closed`}</span>}
          {barred && barred !== 'closed' && <span className="soft">{t`Cannot be written to`}</span>}
        </p>
      </div>
      <div className="row">
        <Button onClick={onChosen} aria-label={t`Open the thread with ${handle}`}>{t`Open`}</Button>
      </div>
    </li>
  );
}
