import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Preferences } from '../../ui/shell.tsx';
import { useTask } from '../../ui/task.ts';
import { Failure } from '../parts/failure.tsx';
import { beginSession } from '../parts/session.ts';
import { signIn } from '../parts/sign-in.ts';
import { useStanding } from '../parts/use-answer.ts';

/** Sign in through the sealed channel: the gateway does not learn that anybody does. */
export function SignIn() {
  const { t } = useLingui();
  const { ended } = useStanding();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [working, setWorking] = useState(false);
  const task = useTask(async (signal) => {
    setWorking(false);
    const outcome = await signIn(signal, login, password, () => { setWorking(true); });
    if (outcome.__typename === 'ProviderSession') beginSession(outcome);
    return outcome;
  });
  return (
    <main id="main" className="alone">
      <Page title={t`Sotto for therapists`} documentTitle={t`Sign in`}>
        {ended && task.state.kind === 'idle' && (
          <Notice title={t`Your session has ended`}>
            <p><Trans>Sign in again to go on. What you had sent is done.</Trans></p>
          </Notice>
        )}
        <form className="card" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
          <Trouble outcome={task.value?.__typename} error={task.error} />
          <Field
            label={t`Login`} value={login} onValue={setLogin} autoComplete="username" required
            autoCapitalize="none" spellCheck={false} hint={t`Such as dr-quist-7k2m`}
          />
          <Field
            label={t`Password`} type="password" value={password} onValue={setPassword}
            autoComplete="current-password" required
          />
          <div className="row">
            <Button kind="primary" type="submit" busy={task.busy}>{t`Sign in`}</Button>
            {task.busy && working && (
              <span role="status" className="soft">{t`Your device proves that it means it …`}</span>
            )}
          </div>
        </form>
        <p className="soft">
          <Trans>No login, or the password is lost? Ask the operator who registered you.</Trans>
        </p>
        <Preferences />
      </Page>
    </main>
  );
}

function Trouble({ outcome, error }: { outcome: string | undefined; error: unknown }) {
  const { t } = useLingui();
  if (error !== undefined) return <Failure error={error} />;
  if (outcome === 'SignInRefused') {
    return (
      <Notice kind="error" title={t`Login or password is wrong`}>
        <p><Trans>Check both, then try again. You cannot be locked out.</Trans></p>
      </Notice>
    );
  }
  if (outcome !== 'ProviderSignInProofNeeded') return null;
  return (
    <Notice kind="error" title={t`Others are trying this login`}>
      <p><Trans>Try again in a moment: your device has to do a little more work.</Trans></p>
    </Notice>
  );
}
