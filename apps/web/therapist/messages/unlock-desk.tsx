import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type SyntheticEvent } from 'react';
import type { Following } from '#wallet/arithmetic';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask } from '../../ui/task.ts';
import { forgetDesk, unlockDesk, unlockDeskByPasskey } from './desk-here.ts';

interface UnlockProps {
  readonly providerId: string;
  readonly hasPasskey: boolean;
  /** What was kept here is gone. */
  readonly onForgotten: () => void;
}

/** Opens what this device keeps of her messages. */
export function UnlockDesk({ providerId, hasPasskey, onForgotten }: UnlockProps) {
  const { t } = useLingui();
  const [passphrase, setPassphrase] = useState('');
  const [isElsewhere, setElsewhere] = useState(false);
  const task = useTask(async (signal, by: 'passphrase' | 'passkey') => {
    const following: Following = { signal };
    try {
      await (by === 'passkey' ? unlockDeskByPasskey(providerId, isElsewhere)
        : unlockDesk(providerId, passphrase, isElsewhere, following));
    } catch (error) {
      if ((error as Error).name !== 'OpenElsewhere') throw error;
      setElsewhere(true);
    }
  });
  const isWrong = (task.error as Error | undefined)?.name === 'WrongKey';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void task.run('passphrase');
  };
  return (
    <Page title={t`Messages`}>
      <form className="stack" onSubmit={submit}>
        {isElsewhere && (
          <Notice title={<Trans>Your messages are open in another tab of this browser</Trans>}>
            <p><Trans>Go on there. Or go on here: they are closed there then.</Trans></p>
          </Notice>
        )}
        <Field
          label={t`Passphrase of this device`} type="password" autoComplete="current-password"
          value={passphrase} onValue={(typed) => { setPassphrase(typed); task.reset(); }}
          error={isWrong ? t`This does not open it. Try again.` : undefined}
        />
        <div className="row">
          <Button kind="primary" type="submit" busy={task.busy}>
            {isElsewhere ? <Trans>Go on here instead</Trans> : <Trans>Open your messages</Trans>}
          </Button>
          {hasPasskey && (
            <Button onClick={() => { void task.run('passkey'); }}>
              <Trans>Use the passkey</Trans>
            </Button>
          )}
        </div>
        {task.error !== undefined && !isWrong && (
          <Notice kind="warn" title={<Trans>It did not open. Try again, by the passphrase.</Trans>} />
        )}
      </form>
      <details className="more">
        <summary><Trans>I have forgotten it</Trans></summary>
        <p><Trans>Delete what this device keeps, and come back with your twelve words: they bring
          everything back that was sent.</Trans></p>
        <Forget providerId={providerId} onForgotten={onForgotten} />
      </details>
    </Page>
  );
}

/** Deletes what this device keeps of her messages, after one more question. */
export function Forget({ providerId, onForgotten }: Omit<UnlockProps, 'hasPasskey'>) {
  const { t } = useLingui();
  const [isAsked, setAsked] = useState(false);
  const forget = async () => {
    setAsked(false);
    await forgetDesk(providerId);
    onForgotten();
  };
  return (
    <>
      <Button onClick={() => { setAsked(true); }}><Trans>Delete what this device keeps</Trans></Button>
      <Dialog
        open={isAsked} title={t`Do you have your twelve words?`} keep={t`Keep it`}
        onClose={() => { setAsked(false); }}
        actions={<Button kind="danger" onClick={() => { void forget(); }}>{t`Delete it`}</Button>}
      >
        <p><Trans>Without them nothing of it can be read here again. What you wrote and was not sent yet
          is lost.</Trans></p>
      </Dialog>
    </>
  );
}
