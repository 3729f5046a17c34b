import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { inParts } from '#messages/content';
import type { Words } from '#messages/thread';
import { exchangeMessages, lookAt, takeBackUnsent, writeTo, type OwnThread } from '#wallet/messages';
import type { Wallet } from '#wallet/wallet';
import { ThreadFaults } from './thread-faults.tsx';
import { Trouble, troubleOf } from './trouble.tsx';
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
            <p className="as-written" dir="auto">{text}</p>
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
      <p className="as-written" dir="auto">{text}</p>
      <p className="soft">{isOwn ? <Trans>You, {when}</Trans> : <Trans>{name}, {when}</Trans>}</p>
    </li>
  );
}

function Compose({ wallet, thread }: ThreadProps) {
  const { t } = useLingui();
  const { referral: { id, status, provider: { name } }, canBeWritten, unsent } = thread;
  const [text, setText] = useState('');
  const [state, setState] = useState<'idle' | 'busy' | { readonly error: unknown }>('idle');
  const isTooLong = inParts(text) === null;
  const send = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (text.trim() === '' || isTooLong) return;
    setState('busy');
    try {
      // Kept before anything is sent: from here on it is not lost.
      if (await writeTo(wallet, id, text) !== 'queued') throw new Error('it could not be kept');
      setText('');
      await exchangeMessages(wallet);
      setState('idle');
    } catch (error) {
      setState({ error });
    }
  };
  const takeBack = async () => {
    setText(unsent.map((one) => one.text).join('\n\n'));
    await takeBackUnsent(wallet, id);
  };
  if (status !== 'open') {
    return <Notice title={<Trans>This thread is closed: it stays readable here</Trans>} />;
  }
  return (
    <>
      {unsent.length > 0 && <Unsent {...{ unsent }} onTakeBack={() => { void takeBack(); }} />}
      {typeof state === 'object' && <Trouble kind={troubleOf(state.error)} kept />}
      {canBeWritten
        ? (
            <form onSubmit={(event) => { void send(event); }}>
              <TextArea
                label={t`Write to ${name}`}
                rows={5}
                value={text}
                onValue={setText}
                error={isTooLong
                  && t`This is longer than one message can be. Send a part of it first: nothing is cut off.`}
              />
              <Button kind="primary" type="submit" busy={state === 'busy'} disabled={text.trim() === ''}>
                <Trans>Send</Trans>
              </Button>
            </form>
          )
        : (
            <Notice title={<Trans>{name} takes no messages yet</Trans>}>
              <p><Trans>As soon as {name} has set up keys, you can write here.</Trans></p>
            </Notice>
          )}
    </>
  );
}

function Unsent({ unsent, onTakeBack }: {
  unsent: OwnThread['unsent']; onTakeBack: () => void;
}) {
  const [first] = unsent;
  return (
    <Notice
      kind="warn"
      title={<Trans>What you wrote was not taken</Trans>}
      next={<Button onClick={onTakeBack}><Trans>Put it back into the box</Trans></Button>}
    >
      <p>{first?.code === 'TOO_MANY_TODAY'
        ? <Trans>It is as much as can be written here in a day. Send it tomorrow, or speak of it when you
          meet.</Trans>
        : <Trans>Nothing more can be written in this thread. Speak of it when you meet.</Trans>}</p>
      {unsent.map(({ text }, nth) => (
        <p key={`${nth} ${text}`} className="as-written" dir="auto">{text}</p>
      ))}
    </Notice>
  );
}
