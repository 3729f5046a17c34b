import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { EmptyState } from '../../ui/notice.tsx';
import { WrittenText } from '../../ui/written-text.tsx';
import type { Words } from '#messages/thread';
import { lookAt, type OwnThread } from '#wallet/messages';
import type { Wallet } from '#wallet/wallet';
import { Compose } from './compose.tsx';
import { ThreadFaults } from './thread-faults.tsx';
import { dayName } from './words.ts';

interface ThreadProps {
  readonly wallet: Wallet;
  readonly thread: OwnThread;
}

/** What was written in a thread, and what is to be. */
export function ThreadView({ wallet, thread }: ThreadProps) {
  const { referral: { id, provider: { name }, handle }, words, waiting, faults, unread } = thread;
  useEffect(() => {
    if (unread > 0) void lookAt(wallet, id).catch(() => undefined);
  }, [wallet, id, unread]);
  return (
    <>
      <p className="soft">
        <Trans>Only you and {name} can read this; to {name} you are <span
          translate="no">{handle}</span>. It is answered when there is time, and nobody watches it: in
          danger, use the numbers at the top of this page.</Trans>
      </p>
      <ThreadFaults faults={faults} name={name} />
      {words.length + waiting.length === 0 && <NothingYet name={name} />}
      <ol className="thread">
        {words.map((one) => <Written key={one.hashes[0]} words={one} name={name} />)}
        {waiting.map((text, nth) => (
          <li key={`${nth} ${text}`} className="thread-own">
            <WrittenText text={text} />
            <p className="soft"><Trans>On its way: it is kept here, and sent by itself</Trans></p>
          </li>
        ))}
      </ol>
      <Compose key={id} wallet={wallet} thread={thread} />
    </>
  );
}

function NothingYet({ name }: { name: string }) {
  const { t } = useLingui();
  return (
    <EmptyState title={t`Nothing was written yet`}>
      <p><Trans>You might say what you would like to speak of, or ask how to find the way. {name} does
        not know your name; sign with one only if you want to.</Trans></p>
    </EmptyState>
  );
}

function Written({ words: { isOwn, text, day }, name }: { words: Words; name: string }) {
  const { i18n } = useLingui();
  const when = dayName(day, i18n.locale);
  return (
    <li className={isOwn ? 'thread-own' : 'thread-theirs'}>
      <WrittenText text={text} />
      <p className="soft">{isOwn ? <Trans>You, {when}</Trans> : <Trans>{name}, {when}</Trans>}</p>
    </li>
  );
}
