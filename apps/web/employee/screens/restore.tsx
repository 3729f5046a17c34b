import { Trans, useLingui } from '@lingui/react/macro';
import { readPhrase, type PhraseReading } from '#pseudonym/phrase';
import { useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import { Trouble, troubleOf } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { WhoSees } from '../parts/who-sees.tsx';
import { restoreWallet, type Restored } from '#wallet/restore';
import { ports } from '../device/ports.ts';
import { isKeptHere, keepWallet } from '../device/session.ts';
import { ChoosePassphrase } from './passphrase.tsx';

type State =
  | { readonly kind: 'words' | 'fetching' | 'locking' | 'nothing-there' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'found'; readonly restored: Restored & { kind: 'found' } };

/** A wallet again from its twelve words. */
export default function Restore() {
  const { t } = useLingui();
  const go = useGo();
  const [state, setState] = useState<State>({ kind: 'words' });
  const [phrase, setPhrase] = useState('');
  const fetchBackup = async (read: string) => {
    setPhrase(read);
    setState({ kind: 'fetching' });
    try {
      const restored = await restoreWallet(ports, read);
      setState(restored.kind === 'found' ? { kind: 'found', restored } : restored);
    } catch (error) {
      setState({ kind: 'failed', error });
    }
  };
  const keep = async ({ content, unfinished }: Restored & { kind: 'found' }, passphrase: string) => {
    setState({ kind: 'locking' });
    try {
      await keepWallet(content, passphrase, {});
      go(unfinished ? '/code' : '/');
    } catch (error) {
      if (isKeptHere(error)) go('/');
      else setState({ kind: 'failed', error });
    }
  };
  return (
    <Screen title={t`Come back with your words`} back="/">
      {state.kind === 'words' && <EnterPhrase onPhrase={(read) => { void fetchBackup(read); }} />}
      {state.kind === 'fetching' && <Waiting label={t`Looking for what you left`} />}
      {state.kind === 'locking' && <Progress label={t`Locking`} />}
      {state.kind === 'failed' && (
        <Trouble kind={troubleOf(state.error)} onRetry={() => { void fetchBackup(phrase); }} />
      )}
      {state.kind === 'nothing-there' && (
        <Notice
          kind="warn"
          title={<Trans>Nothing lies behind these words</Trans>}
          next={
            <Button onClick={() => { setState({ kind: 'words' }); }}><Trans>Check the words</Trans></Button>
          }
        >
          <p><Trans>They are a proper phrase, but nothing was kept under it here. Perhaps they are another
            wallet’s, of another service with its own address, or the sessions were never fetched.</Trans></p>
        </Notice>
      )}
      {state.kind === 'found' && (
        <>
          <Notice kind="ok" title={<Trans>Found. Lock it on this device.</Trans>} />
          <ChoosePassphrase
            deed={t`Lock and go on`}
            onChosen={(passphrase) => { void keep(state.restored, passphrase); }}
          />
        </>
      )}
    </Screen>
  );
}

function EnterPhrase({ onPhrase }: { onPhrase: (phrase: string) => void }) {
  const { t, i18n } = useLingui();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<PhraseReading & { kind: 'malformed' }>();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const reading = readPhrase(text);
    if (reading.kind === 'phrase') onPhrase(reading.phrase);
    else setFault(reading);
  };
  const say = usePhraseFaults();
  const error = fault && say(fault);
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Field
        label={t`Your twelve words`}
        hint={i18n.locale === 'en'
          ? t`In the order in which you wrote them. Numbers, commas and lines do not matter.`
          : t`The English words, in their order. Numbers, commas and lines do not matter.`}
        error={error}
        value={text}
        onValue={(typed) => { setText(typed); setFault(undefined); }}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        lang="en"
      />
      <div><Button kind="primary" type="submit"><Trans>Bring it back</Trans></Button></div>
      <WhoSees
        employer={t`nothing.`}
        therapist={t`nothing.`}
        nobody={t`the words: they stay on this device and open what was sealed with them.`}
      />
    </form>
  );
}

/** What is wrong with what was entered, word by word where that is known. */
function usePhraseFaults(): (fault: PhraseReading & { kind: 'malformed' }) => string {
  const { t, i18n } = useLingui();
  const list = (items: readonly (string | number)[]) =>
    items.map((item) => (typeof item === 'string' ? `“${item}”` : i18n.number(item))).join(', ');
  return (fault) => {
    switch (fault.reason) {
      case 'checksum':
        return t`One word is wrong, or two are exchanged. Compare them with your paper.`;
      case 'several': return t`There is more than one phrase in this. Enter one of them.`;
      case 'unknown-words': return fault.unknown.map(({ place, typed, nearest }) => {
        const near = nearest.map((word) => `“${word}”`).join(', ');
        return near === '' ? t`Word ${place}, “${typed}”, is not one of the words that are used.`
          : t`Word ${place}, “${typed}”, is not one of the words that are used: is it ${near}?`;
      }).join(' ');
      case 'word-count': {
        const { count, missing, extra } = fault;
        const there = t`There are ${count} words; it takes twelve.`;
        if (missing.length > 0) return `${there} ${t`These numbers are missing: ${list(missing)}.`}`;
        if (extra.length > 0) return `${there} ${t`These may be too many: ${list(extra)}.`}`;
        return there;
      }
    }
  };
}
