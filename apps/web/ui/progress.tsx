import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { Button } from './button.tsx';
import './progress.css';

interface ProgressProps {
  readonly label: string;
  /** From 0 to 1; without, it is not known how far it is. */
  readonly value?: number;
  /** In words, such as "7 of 12". */
  readonly text?: string;
  readonly onCancel?: () => void;
}

/** How far long work is, with a way to stop it where there is one. */
export function Progress({ label, value, text, onCancel }: ProgressProps) {
  const { t } = useLingui();
  const id = useId();
  return (
    <div className="progress">
      <label htmlFor={id}>{label}</label>
      <progress id={id} max={1} {...(value === undefined ? {} : { value })} />
      {text && <span role="status">{text}</span>}
      {onCancel && <Button kind="quiet" onClick={onCancel}>{t`Stop`}</Button>}
    </div>
  );
}
