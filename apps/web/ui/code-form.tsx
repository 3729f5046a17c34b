import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { useOtherCode } from './other-code.ts';
import { useTask } from './task.ts';

interface CodeFormProps {
  /** What the button does. */
  readonly deed: string;
  readonly send: (code: string) => Promise<{ readonly kind: string; readonly code?: string }>;
  readonly failure: (error: unknown) => ReactNode;
}

/** Asks for a code of the app; says when it was wrong. */
export function CodeForm({ deed, send, failure }: CodeFormProps) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const task = useTask(async () => send(code));
  const refused = task.value?.kind === 'refused' ? task.value.code : undefined;
  return (
    <form className="code-form" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
      {task.error !== undefined && failure(task.error)}
      <FactorCode
        label={t`Code of the app`} value={code} onValue={setCode} isWrong={refused === 'WRONG_CODE'}
      />
      <Button kind="primary" type="submit" busy={task.busy}>{deed}</Button>
    </form>
  );
}

interface FactorCodeProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly isWrong: boolean;
  /** Something else may be given in its place. */
  readonly optional?: boolean;
  readonly autoFocus?: boolean;
}

/** The field for a code of the app, or a recovery code. */
export function FactorCode({ isWrong, optional = false, ...rest }: FactorCodeProps) {
  const { t } = useLingui();
  const other = useOtherCode(['app', 'recovery'])(rest.value);
  const wrong = isWrong ? t`Not right, or used before. Wait for the next code and enter that.` : undefined;
  return (
    <Field
      {...rest} autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false}
      required={!optional}
      error={other ?? wrong}
    />
  );
}
