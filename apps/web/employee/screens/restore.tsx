import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ChoosePassphrase } from '../../ui/choose-passphrase.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import { LettersRefused } from '../parts/letters-refused.tsx';
import { Trouble, troubleOf } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { restoreWallet, type Restored } from '#wallet/restore';
import { beats, ports } from '../device/ports.ts';
import { isKeptHere, keepWallet } from '../device/session.ts';
import { sessionStore } from '../device/session-state.ts';
import { EnterPhrase } from './enter-phrase.tsx';

type State =
  | { readonly kind: 'words' | 'looking' | 'locking' }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** `nothing-there` until she says that the words are the right ones. */
  | { readonly kind: 'nothing-there' | 'found'; readonly restored: Restored };

/** A wallet again from its twelve words. */
export default function Restore() {
  const { t } = useLingui();
  const go = useGo();
  const [state, setState] = useState<State>({ kind: 'words' });
  const [phrase, setPhrase] = useState('');
  // Who leaves before there is a wallet leaves nothing that sends.
  useEffect(() => () => {
    if (sessionStore.read().kind !== 'open') beats.stop();
  }, []);
  const look = async (read: string) => {
    setPhrase(read);
    setState({ kind: 'looking' });
    beats.begin();
    try {
      const restored = await restoreWallet(ports, read);
      setState({ kind: restored.found ? 'found' : 'nothing-there', restored });
    } catch (error) {
      setState({ kind: 'failed', error });
    }
  };
  const keep = async ({ content, found, unfinished }: Restored, passphrase: string) => {
    setState({ kind: 'locking' });
    try {
      await keepWallet(content, passphrase, {});
      go(found && !unfinished ? '/' : '/code');
    } catch (error) {
      if (isKeptHere(error)) go('/');
      else setState({ kind: 'failed', error });
    }
  };
  return (
    <Screen title={t`Come back with your words`} back="/">
      {state.kind === 'words' && (
        <EnterPhrase deed={t`Bring it back`} onPhrase={(read) => { void look(read); }} />
      )}
      {state.kind === 'looking' && <Waiting label={t`Looking for what you left`} />}
      {state.kind === 'locking' && <Progress label={t`Locking`} />}
      {state.kind === 'failed' && (
        <Trouble kind={troubleOf(state.error)} onRetry={() => { void look(phrase); }} />
      )}
      {state.kind === 'nothing-there' && (
        <Notice
          kind="warn"
          title={<Trans>Nothing lies behind these words</Trans>}
          next={
            <>
              <Button onClick={() => { setState({ kind: 'words' }); }}><Trans>Check the words</Trans></Button>
              <Button onClick={() => { setState({ ...state, kind: 'found' }); }}>
                <Trans>They are right: use them with a letter</Trans>
              </Button>
            </>
          }
        >
          <p><Trans>They are twelve proper words, but no session was fetched with them here. Perhaps they are
            another wallet’s, of another service with its own address, or the sessions never came: then
            your letter is still good.</Trans></p>
        </Notice>
      )}
      {state.kind === 'found' && (
        <>
          {state.restored.found && (
            <Notice kind="ok" title={<Trans>Found. Lock it on this device.</Trans>}>
              <p><Trans>Did you take a session out as a code before, on paper or for somebody else? This
                device cannot know of it: it counts as left here until it is used, and is good for one
                of the two.</Trans></p>
            </Notice>
          )}
          <LettersRefused faults={state.restored.refused} />
          <ChoosePassphrase
            deed={t`Lock and go on`}
            phrase={phrase}
            onChosen={(passphrase) => { void keep(state.restored, passphrase); }}
          />
        </>
      )}
    </Screen>
  );
}
