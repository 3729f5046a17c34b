import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { passkeysWork } from '../../ui/locking-passkey.ts';
import { Notice } from '../../ui/notice.tsx';
import type { Strongbox } from '../../ui/strongbox.ts';
import { useTask } from '../../ui/task.ts';
import type { Desk } from './desk.ts';

/** Where the browser has passkeys that can lock: one that opens her messages on this device. */
export function PasskeyOffer({ desk, box }: { desk: Desk; box: Strongbox }) {
  const { t } = useLingui();
  const [offered, setOffered] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  useEffect(() => { void passkeysWork().then(setOffered); }, []);
  const task = useTask(async () => {
    await box.prove(passphrase);
    await box.addPasskey();
    await desk.keepAgain();
    setPassphrase('');
    return true;
  });
  const isWrong = (task.error as Error | undefined)?.name === 'WrongKey';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void task.run();
  };
  if (task.value) {
    return <Notice kind="ok" title={<Trans>A passkey opens your messages here too</Trans>} />;
  }
  if (!offered || box.hasPasskey) return null;
  return (
    <details className="section">
      <summary><Trans>Open them with a passkey on this device</Trans></summary>
      <form className="stack" onSubmit={submit}>
        <Field
          label={t`Passphrase of this device`} type="password" autoComplete="current-password"
          value={passphrase} onValue={(typed) => { setPassphrase(typed); task.reset(); }}
          error={isWrong ? t`This does not open it. Try again.` : undefined}
        />
        <div><Button type="submit" busy={task.busy}><Trans>Set up a passkey</Trans></Button></div>
        {task.error !== undefined && !isWrong && (
          <Notice kind="warn" title={<Trans>No passkey was set up. The passphrase opens it as before.</Trans>} />
        )}
      </form>
    </details>
  );
}
