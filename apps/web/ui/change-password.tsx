import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { FactorCode } from './code-form.tsx';
import { Field } from './field.tsx';
import { isLongEnough, NewPassword } from './new-password.tsx';
import { Notice } from './notice.tsx';
import { PasskeyRefusal } from './passkey-refusal.tsx';
import { useTask } from './task.ts';

/** What a change came to; a refusal names the present password, the code, or the new one's rule. */
export type Changed =
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly code: string };

interface ChangePasswordProps {
  /** A code of the app is asked for too. */
  readonly withCode: boolean;
  readonly send: (given: {
    readonly current: string; readonly next: string; readonly code: string | null;
  }) => Promise<Changed>;
  readonly failure: (error: unknown) => ReactNode;
}

/** Refusals that are of something else than the new password. */
const OF_OTHERS = new Set(['WRONG_PASSWORD', 'WRONG_CODE', 'WRONG_PASSKEY']);

const EMPTY = { current: '', next: '', code: '' };

/** Change one's own password; other devices have to sign in again. */
export function ChangePassword({ withCode, send, failure }: ChangePasswordProps) {
  const { t } = useLingui();
  const [given, setGiven] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const give = (part: Partial<typeof EMPTY>) => {
    setGiven((old) => ({ ...old, ...part }));
    // Another change has begun: that the one before is done stands in its way.
    if (change.value?.kind === 'changed') change.reset();
  };
  const change = useTask(async () => {
    const outcome = await send({ ...given, code: withCode ? given.code : null });
    if (outcome.kind === 'changed') {
      setGiven(EMPTY);
      setTried(false);
    }
    return outcome;
  });
  const submit = () => {
    setTried(true);
    if (isLongEnough(given.next)) void change.run();
  };
  const refused = change.value?.kind === 'refused' ? change.value.code : undefined;
  const isOfNew = refused !== undefined && !OF_OTHERS.has(refused);
  return (
    <form className="card" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {change.value?.kind === 'changed' && (
        <Notice kind="ok" title={t`Your password is changed.`}>
          <Trans>Every other device has to sign in again.</Trans>
        </Notice>
      )}
      {change.error !== undefined && failure(change.error)}
      <PasskeyRefusal code={refused} />
      <Field
        label={t`Present password`} type="password" autoComplete="current-password" required
        value={given.current} onValue={(current) => { give({ current }); }}
        error={refused === 'WRONG_PASSWORD' ? t`This is not your present password.` : undefined}
      />
      <NewPassword
        label={t`New password`} value={given.next} onValue={(next) => { give({ next }); }}
        tried={tried} refused={isOfNew ? refused : undefined}
      />
      {withCode && (
        <FactorCode
          label={t`Code of the app`} value={given.code} onValue={(code) => { give({ code }); }}
          isWrong={refused === 'WRONG_CODE'}
        />
      )}
      <Button type="submit" busy={change.busy}>{t`Change the password`}</Button>
    </form>
  );
}
