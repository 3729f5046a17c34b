import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { useOwnThreads } from '../parts/own-threads.ts';
import { Screen } from '../parts/screen.tsx';
import { ThreadView } from '../parts/thread-view.tsx';
import type { Content } from '#wallet/content';
import type { OwnThread } from '#wallet/messages';
import type { Wallet } from '#wallet/wallet';

/** What a client and her therapists write to each other. */
export default function Messages({ wallet, content }: { wallet: Wallet; content: Content }) {
  const { t } = useLingui();
  const threads = useOwnThreads(wallet, content);
  const [chosen, setChosen] = useState<string>();
  const [only] = threads;
  const thread = threads.length === 1 ? only
    : threads.find(({ referral }) => referral.id === chosen);
  if (thread) {
    const back = threads.length > 1 ? () => { setChosen(undefined); } : '/' as const;
    return (
      <Screen key={thread.referral.id} title={thread.referral.provider.name} back={back}>
        <ThreadView wallet={wallet} thread={thread} />
      </Screen>
    );
  }
  return (
    <Screen title={t`Messages`} back="/">
      {threads.length === 0 && (
        <EmptyState title={t`There is nobody to write to yet`}>
          <p><Trans>When you have booked a time, you and your therapist can write to each other
            here.</Trans></p>
        </EmptyState>
      )}
      <ThreadList threads={threads} onChosen={setChosen} />
    </Screen>
  );
}

function ThreadList({ threads, onChosen }: {
  threads: readonly OwnThread[]; onChosen: (referralId: string) => void;
}) {
  const { t } = useLingui();
  return (
    <ul className="times">
      {threads.map(({ referral: { id, provider }, unread }) => (
        <li key={id}>
          <Button onClick={() => { onChosen(id); }}>
            {provider.name}
            {unread > 0 && ` · ${t`${plural(unread, { one: '# new message', other: '# new messages' })}`}`}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The way there from the first screen, with how much of it is new. */
export function ToMessages({ wallet, content, onGo }: {
  wallet: Wallet; content: Content; onGo: () => void;
}) {
  const { t } = useLingui();
  const threads = useOwnThreads(wallet, content);
  const unread = threads.reduce((sum, one) => sum + one.unread, 0);
  const hasFaults = threads.some(({ faults }) => faults.length > 0);
  if (threads.length === 0) return null;
  return (
    <section aria-labelledby="messages">
      <h2 id="messages"><Trans>Messages</Trans></h2>
      <Button onClick={onGo}>
        {unread > 0
          ? t`${plural(unread, { one: 'Read # new message', other: 'Read # new messages' })}`
          : <Trans>Write to your therapist</Trans>}
        {hasFaults && <> · <Trans>something is not right</Trans></>}
      </Button>
    </section>
  );
}
