import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { ChangePasswordDocument } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';

const SHORTEST = 12;

/** Change one's own password; other devices have to sign in again. */
export function ChangePassword() {
  const { t } = useLingui();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [tried, setTried] = useState(false);
  const change = useTask(async () => {
    const { changePassword: outcome } = await gateway.ask(ChangePasswordDocument, { current, next });
    if (outcome.__typename === 'SignedIn') {
      gateway.useCsrfToken(outcome.csrfToken);
      setCurrent('');
      setNext('');
      setTried(false);
    }
    return outcome.__typename;
  });
  const short = tried && next.length < SHORTEST;
  const submit = () => {
    setTried(true);
    if (next.length >= SHORTEST) void change.run();
  };
  return (
    <form className="card" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {change.value === 'SignedIn' && (
        <Notice kind="ok" title={t`Your password is changed.`}>
          <Trans>Every other device has to sign in again.</Trans>
        </Notice>
      )}
      {change.error !== undefined && <Failure error={change.error} />}
      <Field
        label={t`Present password`} type="password" autoComplete="current-password" required
        value={current} onValue={setCurrent}
        error={change.value === 'SignInRefused' ? t`This is not your present password.` : undefined}
      />
      <Field
        label={t`New password`} type="password" autoComplete="new-password" required
        value={next} onValue={setNext}
        hint={t`At least 12 characters. Three or four unrelated words are good.`}
        error={short ? t`At least 12 characters, please.` : undefined}
      />
      <Button type="submit" busy={change.busy}>{t`Change the password`}</Button>
    </form>
  );
}
