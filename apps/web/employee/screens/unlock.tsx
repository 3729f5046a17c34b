import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import { unlock, unlockByPasskey } from '../device/session.ts';
import type { Session } from '../device/session-state.ts';
import { DeleteEverything } from './delete-everything.tsx';

type State = 'asking' | 'busy' | 'wrong' | 'declined' | 'elsewhere' | 'outdated';
type Why = Extract<Session, { kind: 'locked' }>['why'];

/** Opens the wallet that is on this device. */
export default function Unlock({ why, hasPasskey }: { why: Why; hasPasskey: boolean }) {
  const { t } = useLingui();
  const go = useGo();
  const [passphrase, setPassphrase] = useState('');
  const [state, setState] = useState<State>('asking');
  const open = async (how: () => Promise<unknown>) => {
    setState('busy');
    try {
      await how();
      setPassphrase('');
      go('/');
    } catch (error) {
      const { name } = error as Error;
      if (name === 'OpenElsewhere') setState('elsewhere');
      else if (name === 'ContentOutdated') setState('outdated');
      else setState(name === 'WrongKey' ? 'wrong' : 'declined');
    }
  };
  const submit = (event?: SyntheticEvent, takeOver = false) => {
    event?.preventDefault();
    void open(() => unlock(passphrase, takeOver));
  };
  return (
    <Screen title={t`Locked`}>
      <Reason why={why} />
      {state === 'elsewhere' ? (
        <Notice
          title={<Trans>It is open in another tab</Trans>}
          next={
            <Button kind="primary" onClick={() => { submit(undefined, true); }}>
              <Trans>Go on here instead</Trans>
            </Button>
          }
        >
          <p><Trans>One tab at a time, so that no session is used twice. The other one is locked when
            you go on here.</Trans></p>
        </Notice>
      ) : (
        <form className="stack" onSubmit={submit}>
          <Field
            label={t`Passphrase of this device`}
            type="password"
            autoComplete="current-password"
            error={state === 'wrong' ? t`This does not open it. Try again.` : undefined}
            value={passphrase}
            onValue={(typed) => { setPassphrase(typed); setState('asking'); }}
          />
          <div className="row">
            <Button kind="primary" type="submit" busy={state === 'busy'}><Trans>Unlock</Trans></Button>
            {hasPasskey && (
              <Button onClick={() => { void open(() => unlockByPasskey(false)); }}>
                <Trans>Use the passkey</Trans>
              </Button>
            )}
          </div>
          {state === 'outdated' && (
            <Notice kind="warn" title={<Trans>This device has a wallet of an earlier version</Trans>}>
              <p><Trans>It cannot be opened any more. Delete it, and come back with your twelve words.</Trans></p>
            </Notice>
          )}
          {state === 'declined' && (
            <Notice kind="warn" title={<Trans>The passkey did not open it. Use the passphrase.</Trans>} />
          )}
        </form>
      )}
      <details className="more">
        <summary><Trans>I have forgotten it</Trans></summary>
        <p><Trans>Delete what is on this device, and come back with your twelve words: they bring
          everything here again, under a new passphrase.</Trans></p>
        <div className="row"><DeleteEverything /></div>
      </details>
    </Screen>
  );
}

function Reason({ why }: { why: Why }) {
  if (why === 'idle') {
    return <Notice title={<Trans>Locked, because nothing happened for five minutes</Trans>} />;
  }
  if (why === 'other-tab') {
    return <Notice title={<Trans>You went on in another tab</Trans>} />;
  }
  return null;
}
