import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { asItReads } from '#pseudonym/pasted';
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
      required={!optional} unfit={useLengthFault()(rest.value)}
      error={other ?? wrong}
    />
  );
}

const DIGITS = 6;

/** For a code of digits that are not six: how many are missing or too many. */
function useLengthFault(): (typed: string) => string | undefined {
  const { t } = useLingui();
  return (typed) => {
    const digits = asItReads(typed).replaceAll(/[\s-]/g, '');
    if (!/^\d+$/.test(digits) || digits.length === DIGITS) return undefined;
    const over = digits.length - DIGITS;
    const how = over < 0
      ? t`${plural(-over, { one: '# is missing.', other: '# are missing.' })}`
      : t`${plural(over, { one: '# is too many.', other: '# are too many.' })}`;
    return `${t`A code of the app has six digits.`} ${how}`;
  };
}
