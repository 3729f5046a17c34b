import { Trans, useLingui } from '@lingui/react/macro';
import { newPhrase } from '#pseudonym/phrase';
import { useState, useSyncExternalStore } from 'react';
import { Button } from '../../ui/button.tsx';
import { ChoosePassphrase } from '../../ui/choose-passphrase.tsx';
import { PhraseQuiz, ShowPhrase } from '../../ui/phrase.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useLoaded } from '../../ui/task.ts';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import { Trouble, troubleOf } from '../parts/trouble.tsx';
import { WhoSees } from '../parts/who-sees.tsx';
import { claimFirst } from '#wallet/first-claim';
import { ports } from '../device/ports.ts';
import { createWallet, isKeptHere } from '../device/session.ts';
import { sessionStore } from '../device/session-state.ts';
import { Claiming } from './claiming.tsx';
import { CodeEntry, type Printed } from './code-entry.tsx';
import { NotUsable } from './not-usable.tsx';

type Step = 'code' | 'checking' | 'words' | 'quiz' | 'lock' | 'locking' | 'credits';

/** A new wallet: code, whether it can be used, twelve words, quiz, passphrase, credits. */
export default function Setup() {
  const { t } = useLingui();
  const go = useGo();
  const session = useSyncExternalStore(sessionStore.subscribe, sessionStore.read);
  const [step, setStep] = useState<Step>('code');
  const [code, setCode] = useState('');
  const [printed, setPrinted] = useState<Printed>();
  const [phrase, setPhrase] = useState(newPhrase);
  const [done, setDone] = useState(0);
  const [error, setError] = useState<unknown>();
  const make = async (passphrase: string) => {
    setStep('locking');
    try {
      await createWallet(phrase, passphrase, { onProgress: setDone });
      setStep('credits');
    } catch (thrown) {
      // Another tab made one meanwhile: the code is for that one then, once it is unlocked.
      if (isKeptHere(thrown)) return go('/');
      setError(thrown);
      setStep('lock');
    }
  };
  if (step === 'credits') {
    // Locked meanwhile, by the clock or another tab: the code is in the wallet's box, go on there.
    if (session.kind !== 'open') return <Home />;
    return (
      <Screen key={step} title={t`Fetching your sessions`}>
        <Claiming
          wallet={session.wallet}
          code={code}
          printed={printed}
          onDone={() => { go('/'); }}
          onOther={() => { go('/code'); }}
        />
      </Screen>
    );
  }
  if (step === 'words') {
    return (
      <Screen key={step} title={t`Twelve words`} back={() => { setStep('code'); }}>
        <ShowPhrase
          phrase={phrase}
          found={t`Whoever has the words has your sessions and can see your appointments. Keep them where nobody else looks.`}
          onWritten={() => { setStep('quiz'); }}
          onOthers={() => { setPhrase(newPhrase()); }}
        />
      </Screen>
    );
  }
  if (step === 'quiz') {
    const showAgain = () => { setStep('words'); };
    return (
      <Screen key={step} title={t`Did you get them right?`} back={showAgain}>
        <PhraseQuiz phrase={phrase} onKnown={() => { setStep('lock'); }} onShow={showAgain} />
      </Screen>
    );
  }
  if (step === 'lock' || step === 'locking') {
    return (
      <Screen key="lock" title={t`Lock this device`}>
        {error !== undefined && <Trouble kind={troubleOf(error)} />}
        {step === 'locking'
          ? <Progress label={t`Locking`} value={done} text={`${Math.round(done * 100)} %`} />
          : (
              <ChoosePassphrase
                deed={t`Lock and go on`} phrase={phrase} onChosen={(one) => { void make(one); }}
              />
            )}
      </Screen>
    );
  }
  if (step === 'checking') {
    const otherCode = () => { setStep('code'); };
    return <Checking code={code} onGood={() => { setStep('words'); }} onOther={otherCode} />;
  }
  const check = (entered: string, words: Printed) => {
    setCode(entered);
    setPrinted(words);
    setStep('checking');
  };
  return <EnterCode onCode={check} />;
}

interface CheckingProps {
  readonly code: string;
  readonly onGood: () => void;
  readonly onOther: () => void;
}

/** Before anything is asked of the person: whether this letter can be used here at all. */
function Checking({ code, onGood, onOther }: CheckingProps) {
  const { t } = useLingui();
  const go = useGo();
  const check = useLoaded(async () => {
    const good = await claimFirst(ports, code);
    if (good) onGood();
    return good;
  }, code);
  return (
    <Screen key="checking" title={t`Your code`} back={onOther}>
      {check.busy && <Progress label={t`Checking the code`} />}
      {check.error !== undefined && (
        <Trouble kind={troubleOf(check.error)} onRetry={() => { void check.run(); }} />
      )}
      {check.value === false && (
        <NotUsable
          other={(
            <>
              <Button kind="primary" onClick={() => { go('/return'); }}>
                <Trans>Come back with twelve words</Trans>
              </Button>
              <Button onClick={onOther}><Trans>Enter another code</Trans></Button>
            </>
          )}
        />
      )}
    </Screen>
  );
}

function EnterCode({ onCode }: { onCode: (code: string, printed: Printed) => void }) {
  const { t } = useLingui();
  return (
    <Screen key="code" title={t`Your code`} back="/">
      <CodeEntry onCode={onCode} />
      <p className="soft">
        <Trans>Get your sessions now and decide later: it says nothing about you, because everybody’s
          letter is good for the same.</Trans>
      </p>
      <p className="soft">
        <Trans>Have paper and a pen at hand: twelve words come next. From then on this letter belongs to
          this device, so finish here; you can close the page and go on later with the same code.</Trans>
      </p>
      <WhoSees
        employer={t`nothing. It handed out the letters and is never told which were used.`}
        therapist={t`nothing.`}
        nobody={t`whether you will ever use a session.`}
      />
    </Screen>
  );
}

function Home() {
  const go = useGo();
  useState(() => { queueMicrotask(() => { go('/'); }); });
  return null;
}
