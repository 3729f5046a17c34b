import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { WrittenText } from '../../ui/written-text.tsx';
import { inParts } from '#messages/content';
import { exchangeMessages, takeBackUnsent, writeTo, type OwnThread } from '#wallet/messages';
import type { Wallet } from '#wallet/wallet';
import type { IdentifierMark } from '#wording/identifiers';
import { tellingIn } from './identifiers.ts';
import { Trouble, troubleOf } from './trouble.tsx';

interface ComposeProps {
  readonly wallet: Wallet;
  readonly thread: OwnThread;
}

/** The box to write in, where its thread is open and her therapist has keys. */
export function Compose({ wallet, thread }: ComposeProps) {
  const { referral: { id, status, provider: { name } }, canBeWritten, unsent } = thread;
  const [text, setText] = useState('');
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
      {canBeWritten
        ? <Writing {...{ wallet, id, name, text }} onText={setText} />
        : (
            <Notice title={<Trans>{name} takes no messages yet</Trans>}>
              <p><Trans>As soon as {name} has set up keys, you can write here.</Trans></p>
            </Notice>
          )}
    </>
  );
}

/** What she was warned of, in the text as it was then. */
interface Warned {
  readonly text: string;
  readonly marks: readonly IdentifierMark[];
}

function Writing({ wallet, id, name, text, onText }: {
  wallet: Wallet; id: string; name: string; text: string; onText: (text: string) => void;
}) {
  const { t, i18n } = useLingui();
  const [state, setState] = useState<'idle' | 'busy' | { readonly error: unknown }>('idle');
  const [warned, setWarned] = useState<Warned>();
  const isTooLong = inParts(text) === null;
  const send = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (text.trim() === '' || isTooLong) return;
    const marks = warned?.text === text ? [] : await tellingIn(text, i18n.locale);
    setWarned(marks.length > 0 ? { text, marks } : undefined);
    if (marks.length > 0) return;
    setState('busy');
    try {
      // Kept before anything is sent: from here on it is not lost.
      if (await writeTo(wallet, id, text) !== 'queued') throw new Error('it could not be kept');
      onText('');
      await exchangeMessages(wallet);
      setState('idle');
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <form className="stack" onSubmit={(event) => { void send(event); }}>
      {typeof state === 'object' && <Trouble kind={troubleOf(state.error)} kept />}
      <TextArea
        label={t`Write to ${name}`}
        rows={5}
        value={text}
        onValue={onText}
        error={isTooLong
          && t`This is longer than one message can be. Send a part of it first: nothing is cut off.`}
      />
      {warned?.text === text && <Telling marks={warned.marks} text={text} name={name} />}
      <div>
        <Button kind="primary" type="submit" busy={state === 'busy'} disabled={text.trim() === ''}>
          {warned?.text === text ? <Trans>Send it all the same</Trans> : <Trans>Send</Trans>}
        </Button>
      </div>
    </form>
  );
}

/** What may tell who she is: she may want that, so it is said once and holds nothing back. */
function Telling({ marks, text, name }: {
  marks: readonly IdentifierMark[]; text: string; name: string;
}) {
  const given = text.normalize('NFC');
  return (
    <Notice kind="warn" title={<Trans>This may tell {name} who you or others are</Trans>}>
      <ul>
        {marks.map(({ start, end, neutral }) => (
          <li key={start}>
            <Trans>“<bdi>{given.slice(start, end)}</bdi>”: you could write “{neutral}”</Trans>
          </li>
        ))}
      </ul>
    </Notice>
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
        <WrittenText key={`${nth} ${text}`} text={text} />
      ))}
    </Notice>
  );
}
