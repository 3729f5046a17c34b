import { useLingui } from '@lingui/react/macro';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import './dialog.css';

interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** Escape, the close button, or what is beside the dialog. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What the button says that leaves everything as it is: never "Cancel", which may be the deed. */
  readonly keep: string;
  /** Further buttons, after that one. */
  readonly actions?: ReactNode;
}

/** A modal dialog as the browser has it: keeps the focus inside, and gives it back. */
export function Dialog({ open, title, onClose, keep, children, actions }: DialogProps) {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !element.current?.open) element.current?.showModal();
    if (!open && element.current?.open) element.current.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      // A browser that is asked a second time closes it without asking the page.
      onClose={() => { if (open) onClose(); }}
    >
      {open && (
        <>
          <h2 id={id}>{title}</h2>
          {children}
          <div className="row dialog-actions">
            <Button onClick={onClose}>{keep}</Button>
            {actions}
          </div>
        </>
      )}
    </dialog>
  );
}

interface ConfirmationProps extends Omit<DialogProps, 'actions'> {
  /** What has to be typed, such as the name of what will be gone. */
  readonly typed: string;
  /** What the button says: the deed, not "OK". */
  readonly deed: string;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
}

/** Asks to type a word before something that cannot be undone. */
export function TypedConfirmation(props: ConfirmationProps) {
  const { typed, deed, busy = false, onConfirm, children, ...dialog } = props;
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [missed, setMissed] = useState(false);
  useEffect(() => { setText(''); setMissed(false); }, [dialog.open]);
  const matches = text.trim().toLowerCase() === typed.toLowerCase();
  const confirm = () => {
    if (matches) onConfirm();
    else setMissed(true);
  };
  return (
    <Dialog
      {...dialog}
      actions={<Button kind="danger" busy={busy} onClick={confirm}>{deed}</Button>}
    >
      {children}
      <Field
        label={t`Type “${typed}” to go on`}
        value={text}
        onValue={setText}
        autoComplete="off"
        error={missed && !matches ? t`This is not “${typed}”.` : undefined}
      />
    </Dialog>
  );
}
