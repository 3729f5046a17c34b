import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { kindOfCode } from '#pseudonym/other-codes';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import { oneTab } from '../device/one-tab.ts';
import { unlock, unlockByPasskey } from '../device/session.ts';
import type { Session } from '../device/session-state.ts';
import { DeleteEverything } from './delete-everything.tsx';

type State = 'asking' | 'busy' | 'wrong' | 'declined' | 'outdated' | 'other-vault';
type Why = Extract<Session, { kind: 'locked' }>['why'];

/** Opens the wallet that is on this device. */
export default function Unlock({ why, hasPasskey }: { why: Why; hasPasskey: boolean }) {
  const { t } = useLingui();
  const go = useGo();
  const [passphrase, setPassphrase] = useState('');
  const [state, setState] = useState<State>('asking');
  const [isElsewhere, setElsewhere] = useElsewhere(why);
  const open = async (how: () => Promise<unknown>) => {
    setState('busy');
    try {
      await how();
      setPassphrase('');
      go('/');
    } catch (error) {
      const { name } = error as Error;
      if (name === 'OpenElsewhere') {
        setElsewhere(true);
        setState('asking');
      } else if (name === 'ContentOutdated') setState('outdated');
      else if (name === 'OtherVault') setState('other-vault');
      else setState(name === 'WrongKey' ? 'wrong' : 'declined');
    }
  };
  const submit = (event?: SyntheticEvent) => {
    event?.preventDefault();
    void open(() => unlock(passphrase, isElsewhere));
  };
  return (
    <Screen title={t`Locked`}>
      {!isElsewhere && <Reason why={why} />}
      {state === 'outdated' ? <Outdated /> : state === 'other-vault' ? <OtherVault /> : (
        <form className="stack" onSubmit={submit}>
          {isElsewhere && <OpenInOtherTab isNews={why === 'other-tab'} />}
          <Field
            label={t`Passphrase of this device`}
            type="password"
            autoComplete="current-password"
            error={state !== 'wrong' ? undefined : kindOfCode(passphrase) === 'words'
              ? t`These are twelve words, and not the passphrase of this device. They bring everything back: see “I have forgotten it”.`
              : t`This does not open it. Try again.`}
            value={passphrase}
            onValue={(typed) => { setPassphrase(typed); setState('asking'); }}
          />
          <div className="row">
            <Button kind="primary" type="submit" busy={state === 'busy'}>
              {isElsewhere ? <Trans>Go on here instead</Trans> : <Trans>Unlock</Trans>}
            </Button>
            {hasPasskey && (
              <Button onClick={() => { void open(() => unlockByPasskey(isElsewhere)); }}>
                <Trans>Use the passkey</Trans>
              </Button>
            )}
          </div>
          {state === 'declined' && (
            <Notice kind="warn" title={<Trans>The passkey did not open it. Use the passphrase.</Trans>} />
          )}
        </form>
      )}
      {state !== 'outdated' && state !== 'other-vault' && <details className="more">
        <summary><Trans>I have forgotten it</Trans></summary>
        <p><Trans>Delete what is on this device, and come back with your twelve words: they bring
          everything here again, under a new passphrase.</Trans></p>
        <div className="row"><DeleteEverything /></div>
      </details>}
    </Screen>
  );
}

/** Whether another tab has the wallet open: known before anything is asked, and once it is met. */
function useElsewhere(why: Why) {
  const [isElsewhere, setElsewhere] = useState(false);
  useEffect(() => {
    const left = new AbortController();
    oneTab.watch(setElsewhere, left.signal).catch(() => undefined);
    return () => { left.abort(); };
  }, [why]);
  return [isElsewhere, setElsewhere] as const;
}

function OpenInOtherTab({ isNews }: { isNews: boolean }) {
  return (
    <Notice
      title={isNews ? <Trans>Locked, because you went on in another tab</Trans>
        : <Trans>Your sessions are open in another tab of this browser</Trans>}
    >
      <p><Trans>Go on there. Or go on here: the other tab is locked then. Only one can be open, so that
        no session is used twice.</Trans></p>
    </Notice>
  );
}

/** The wallet was put here by a page of another version. */
function Outdated() {
  return (
    <Notice
      kind="warn"
      title={<Trans>Your wallet here is of another version than this page</Trans>}
      next={<DeleteEverything />}
    >
      <p><Trans>This page cannot open it. Nothing is lost: your sessions and what you booked come back
        with your twelve words. Have them at hand, delete what is on this device, and come back with
        them.</Trans></p>
      <p><Trans>If you cannot find your words, delete nothing: a page of its own version still opens it.</Trans></p>
    </Notice>
  );
}

/** The page shows a vault's key that this wallet does not know, and that the known one did not sign. */
function OtherVault() {
  return (
    <Notice kind="error" title={<Trans>This page speaks for another vault than yours</Trans>}>
      <p><Trans>Your wallet knows the vault that keeps your sessions by its signature. This page shows
        another one, which yours has not confirmed. Nothing was sent, and nothing here was changed.</Trans></p>
      <p><Trans>Do not type your twelve words here. Close the page and try again tomorrow. If you see this
        again, tell whoever gave you your letter.</Trans></p>
    </Notice>
  );
}

function Reason({ why }: { why: Why }) {
  if (why === 'idle') {
    return <Notice title={<Trans>Locked, because nothing happened for five minutes</Trans>} />;
  }
  if (why === 'other-tab') {
    return <Notice title={<Trans>Locked, because you went on in another tab</Trans>} />;
  }
  return null;
}
