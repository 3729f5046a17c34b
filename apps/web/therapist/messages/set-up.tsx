import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { keyringOf } from '#messages/keyring';
import { newPhrase } from '#pseudonym/phrase';
import { Button } from '../../ui/button.tsx';
import { ChoosePassphrase } from '../../ui/choose-passphrase.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { PhraseQuiz, ShowPhrase } from '../../ui/phrase.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useTask } from '../../ui/task.ts';
import { Failure } from '../parts/failure.tsx';
import { createDesk } from './desk-here.ts';

type Step = 'about' | 'words' | 'quiz' | 'lock';

/** A therapist's first keys: what they are for, twelve words, a quiz, a passphrase. */
export function SetUp({ providerId }: { providerId: string }) {
  const { t } = useLingui();
  const [step, setStep] = useState<Step>('about');
  const [phrase, setPhrase] = useState(newPhrase);
  const showWords = () => { setStep('words'); };
  switch (step) {
    case 'about': return <Page key={step} title={t`Messages`}><About onBegin={showWords} /></Page>;
    case 'words': return (
      <Page key={step} title={t`Your twelve words`}>
        <ShowPhrase
          phrase={phrase}
          found={t`Whoever finds them can read all that you and your clients write. Keep them where nobody else looks.`}
          onWritten={() => { setStep('quiz'); }}
          onOthers={() => { setPhrase(newPhrase()); }}
        />
      </Page>
    );
    case 'quiz': return (
      <Page key={step} title={t`Did you get them right?`}>
        <PhraseQuiz phrase={phrase} onKnown={() => { setStep('lock'); }} onShow={showWords} />
      </Page>
    );
    case 'lock': return <LockDesk key={step} providerId={providerId} phrase={phrase} />;
  }
}

function About({ onBegin }: { onBegin: () => void }) {
  return (
    <div className="stack">
      <p>
        <Trans>Here you and your clients write to each other. What you write is sealed on your
          devices: nobody who carries or keeps it can read a word. For that you need keys of your
          own, which follow from twelve words that you write on paper.</Trans>
      </p>
      <Notice kind="warn" title={<Trans>Nobody can reset these words</Trans>}>
        <p><Trans>Without them, what was written can’t be read on another device, nor on this one once
          its passphrase is forgotten: not by you, not by the operator, not by us.</Trans></p>
      </Notice>
      <div><Button kind="primary" onClick={onBegin}><Trans>Set up your keys</Trans></Button></div>
    </div>
  );
}

/** A passphrase for this device, under which the keys of twelve words are kept on it. */
export function LockDesk({ providerId, phrase }: { providerId: string; phrase: string }) {
  const { t } = useLingui();
  const [done, setDone] = useState(0);
  const task = useTask(async (signal, passphrase: string) =>
    createDesk(providerId, await keyringOf(phrase), passphrase, { onProgress: setDone, signal }));
  return (
    <Page title={t`Lock this device`}>
      {task.error !== undefined && <Failure error={task.error} />}
      {task.busy
        ? <Progress label={t`Locking`} value={done} text={`${Math.round(done * 100)} %`} />
        : (
            <ChoosePassphrase
              deed={t`Lock and go on`} phrase={phrase}
              onChosen={(passphrase) => { void task.run(passphrase); }}
            />
          )}
    </Page>
  );
}
