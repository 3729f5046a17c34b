import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { FactorCode } from './code-form.tsx';
import { Field } from './field.tsx';
import { Notice } from './notice.tsx';
import { PasskeyRefusal } from './passkey-refusal.tsx';
import { proven, type FactorNeeded, type Proof, type Refused } from './prove.ts';
import { useTask } from './task.ts';

/** Which second factors she has: one of them is asked for before they are changed. */
export interface Had {
  readonly app: boolean;
  readonly passkeys: boolean;
}

/** Sends something with the password and the second factor that she gave. */
export type Prove = <T extends { readonly kind: string }>(
  send: (proof: Proof) => Promise<T | FactorNeeded>,
) => Promise<T | Refused>;

interface ProofFormProps {
  readonly had: Had;
  /** What the two fields are called, told apart from those of other forms of the page. */
  readonly labels: { readonly password: string; readonly code: string };
  /** What the button does. */
  readonly deed: string;
  readonly kind?: 'primary' | 'danger';
  readonly autoFocus?: boolean;
  /** Other fields of the same form. */
  readonly children?: ReactNode;
  readonly run: (prove: Prove) => Promise<{ readonly kind: string; readonly code?: string }>;
  /** Second factors are others than this page knows: look at the account again. */
  readonly onChanged: () => Promise<unknown>;
  readonly failure: (error: unknown) => ReactNode;
}

/** A form whose deed is proved by the password and a second factor that is there. */
export function ProofForm(props: ProofFormProps) {
  const { had, labels, deed, kind = 'primary', children, run, onChanged, failure } = props;
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const task = useTask(async () => {
    const outcome = await run((send) => proven(password, code, send));
    if (outcome.kind !== 'refused') setPassword('');
    setCode('');
    if (outcome.code === 'FACTOR_NEEDED') await onChanged();
    return outcome;
  });
  const refused = task.value?.kind === 'refused' ? task.value.code : undefined;
  return (
    <form className="code-form" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
      {task.error !== undefined && failure(task.error)}
      {refused === 'FACTOR_NEEDED' && (
        <Notice kind="warn" title={t`You have a second factor since this page was opened.`}>
          <Trans>Give a code of it too.</Trans>
        </Notice>
      )}
      <PasskeyRefusal code={refused} />
      {children}
      <Field
        label={labels.password} type="password" value={password} onValue={setPassword}
        autoComplete="current-password" required autoFocus={props.autoFocus}
        error={refused === 'WRONG_PASSWORD' ? t`This is not your present password.` : undefined}
      />
      {had.app && (
        <FactorCode
          label={labels.code} value={code} onValue={setCode} isWrong={refused === 'WRONG_CODE'}
          optional={had.passkeys}
          hint={had.passkeys ? t`Or leave it empty, and confirm by a passkey.` : undefined}
        />
      )}
      {!had.app && had.passkeys && (
        <p className="soft"><Trans>You confirm by a passkey that you have, then.</Trans></p>
      )}
      <Button kind={kind} type="submit" busy={task.busy}>{deed}</Button>
    </form>
  );
}
