import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { useTask } from './task.ts';

interface CodeFormProps {
  /** What the button does. */
  readonly deed: string;
  readonly withPassword?: boolean;
  readonly send: (given: { readonly password: string; readonly code: string }) =>
    Promise<{ readonly kind: string; readonly code?: string }>;
  readonly failure: (error: unknown) => ReactNode;
}

/** Asks for a code of the app, with the password where that is needed too; says which was wrong. */
export function CodeForm({ deed, withPassword, send, failure }: CodeFormProps) {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const task = useTask(async () => send({ password, code }));
  const refused = task.value?.kind === 'refused' ? task.value.code : undefined;
  return (
    <form className="code-form" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
      {task.error !== undefined && failure(task.error)}
      {withPassword && (
        <Field
          label={t`Present password`} type="password" value={password} onValue={setPassword}
          autoComplete="current-password" required
          error={refused === 'WRONG_PASSWORD' ? t`This is not your present password.` : undefined}
        />
      )}
      <FactorCode
        label={t`Code of the app`} value={code} onValue={setCode} isWrong={refused === 'WRONG_CODE'}
      />
      <Button kind="primary" type="submit" busy={task.busy}>{deed}</Button>
    </form>
  );
}

interface FactorCodeProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly isWrong: boolean;
  readonly autoFocus?: boolean;
}

/** The field for a code of the app, or a recovery code. */
export function FactorCode({ isWrong, ...rest }: FactorCodeProps) {
  const { t } = useLingui();
  return (
    <Field
      {...rest} autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} required
      error={isWrong ? t`Not right, or used before. Wait for the next code and enter that.` : undefined}
    />
  );
}
