import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { WrittenText } from '../../ui/written-text.tsx';
import { Compose } from './compose.tsx';
import type { Desk } from './desk.ts';
import { THREAD_FAULTS } from './fault-words.ts';
import type { ClientThread } from './threads.ts';

interface ThreadProps {
  readonly desk: Desk;
  readonly thread: ClientThread;
  readonly onBack: () => void;
}

/** What she and one client have written, and where she goes on. */
export function ThreadView({ desk, thread, onBack }: ThreadProps) {
  const { t, i18n } = useLingui();
  const { client: { id, handle }, faults, words, waiting } = thread;
  useEffect(() => { void desk.look(id); }, [desk, id, words.length]);
  return (
    <Page
      title={t`Messages with ${handle}`} documentTitle={t`Messages`}
      aside={<Button kind="quiet" onClick={onBack}>{t`All clients`}</Button>}
    >
      {faults.map((fault) => (
        <Notice key={fault} kind="warn" title={i18n._(THREAD_FAULTS[fault].title)}>
          <p>{i18n._(THREAD_FAULTS[fault].advice)}</p>
        </Notice>
      ))}
      {words.length + waiting.length === 0 && (
        <p className="soft"><Trans>Nothing has been written here yet.</Trans></p>
      )}
      <div role="log" aria-label={t`What was written`}>
        <ol className="thread">
          {words.map(({ isOwn, day, place, text }) => (
            <li key={place} className={isOwn ? 'said said-own' : 'said'}>
              <p className="said-by">
                {isOwn ? t`You` : <bdi>{handle}</bdi>} ·{' '}
                <When at={day} />
              </p>
              <WrittenText text={text} />
            </li>
          ))}
          {waiting.map((text, place) => (
            <li key={`waiting ${place}`} className="said said-own said-waiting">
              <p className="said-by"><Trans>You · waits to be sent</Trans></p>
              <WrittenText text={text} />
            </li>
          ))}
        </ol>
      </div>
      <Compose key={id} desk={desk} thread={thread} />
    </Page>
  );
}
