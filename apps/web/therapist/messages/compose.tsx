import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { WrittenText } from '../../ui/written-text.tsx';
import type { Desk } from './desk.ts';
import { NOT_SENT } from './fault-words.ts';
import { ABOUT_MOST, isTooLong, type Barred, type ClientThread } from './threads.ts';

interface ComposeProps { readonly desk: Desk; readonly thread: ClientThread }

/** Where she writes, with what was refused before. */
export function Compose({ desk, thread }: ComposeProps) {
  const { t, i18n } = useLingui();
  const { id, handle } = thread.client;
  const [text, setText] = useState(() => desk.drafted(id));
  const write = (typed: string) => {
    desk.draft(id, typed);
    setText(typed);
  };
  const send = useTask(async () => {
    const outcome = await desk.write(id, text);
    if (outcome === 'queued') write('');
    return outcome;
  });
  const tooLong = isTooLong(text);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!tooLong && text.trim() !== '') void send.run();
  };
  const takeBack = async () => {
    await desk.takeBack(id);
    setText(desk.drafted(id));
  };
  return (
    <>
      {thread.unsent.length > 0 && (
        <NotSent thread={thread} onTakenBack={() => { void takeBack(); }} />
      )}
      {thread.barred ? <NoField why={thread.barred} /> : (
        <form className="compose" onSubmit={submit}>
          <TextArea
            label={t`Write to ${handle}`} rows={5} dir="auto" value={text} onValue={write}
            hint={t`Sealed before it leaves this device. At most about ${i18n.number(ABOUT_MOST)} characters at once.`}
            error={tooLong ? t`This is longer than what can be sent at once: shorten it, or send it in two. Nothing is cut.` : undefined}
          />
          <Button kind="primary" type="submit" busy={send.busy}>{t`Send`}</Button>
          {send.error !== undefined && (
            <Notice kind="error" title={<Trans>This device could not keep it, so it was not sent</Trans>}>
              <p><Trans>What you wrote still stands in the field. Make room on the device, and try
                again.</Trans></p>
            </Notice>
          )}
        </form>
      )}
    </>
  );
}

function NoField({ why }: { why: Barred }) {
  if (why === 'closed') {
    return <Notice title={<Trans>This thread is closed. What was written stays readable.</Trans>} />;
  }
  if (why === 'doubtful-key') {
    return (
      <Notice kind="warn" title={<Trans>You cannot write here from this device</Trans>}>
        <p><Trans>Nothing that your client wrote opens with the key that the vault names, so what you write
          might reach somebody else. Write from a device on which you have read your client, or speak
          of it when you meet.</Trans></p>
      </Notice>
    );
  }
  return (
    <Notice title={<Trans>You cannot write to this client yet</Trans>}>
      <p><Trans>Your client’s page offers the key to which you write the next time that it is open. Until
        then nobody could read it.</Trans></p>
    </Notice>
  );
}

interface NotSentProps { readonly thread: ClientThread; readonly onTakenBack: () => void }

/** What the vault took not: its words are hers again. */
function NotSent({ thread, onTakenBack }: NotSentProps) {
  const { i18n } = useLingui();
  const { barred, unsent } = thread;
  const why = NOT_SENT[unsent.at(-1)?.code ?? ''];
  return (
    <Notice
      kind="warn" title={<Trans>Not sent</Trans>}
      next={(
        <Button onClick={onTakenBack}>
          {barred ? <Trans>I do not need it any more</Trans>
            : <Trans>Put it back into the field</Trans>}
        </Button>
      )}
    >
      {why && <p>{i18n._(why)}</p>}
      {unsent.map(({ text }, place) => (
        <blockquote key={`${place} ${text.length}`}><WrittenText text={text} /></blockquote>
      ))}
    </Notice>
  );
}
