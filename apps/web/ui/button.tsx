import type { ButtonHTMLAttributes } from 'react';
import './button.css';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> {
  /** `primary` once on a screen; `danger` for what cannot be undone. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  /** Under way: says so to assistive technology, and takes no second press. */
  readonly busy?: boolean;
}

/** A native button. While `busy` it keeps the focus, and its presses do nothing. */
export function Button({ kind = 'plain', busy = false, type = 'button', ...rest }: ButtonProps) {
  const { onClick, children, ...others } = rest;
  return (
    <button
      {...others}
      type={busy ? 'button' : type}
      className={`button button-${kind}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {busy && <span className="button-spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}
