import type { ReactNode } from 'react';
import './notice.css';

interface NoticeProps {
  readonly kind?: 'info' | 'ok' | 'warn' | 'error';
  /** What happened, in one sentence. */
  readonly title: ReactNode;
  /** What to do next: words, a button or a link. */
  readonly next?: ReactNode;
  readonly children?: ReactNode;
}

const SIGNS = { info: 'i', ok: '✓', warn: '!', error: '!' } as const;

/** Says what happened and what to do next; errors interrupt a screen reader, others wait. */
export function Notice({ kind = 'info', title, next, children }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <span className="notice-sign" aria-hidden="true">{SIGNS[kind]}</span>
      <div className="notice-words">
        <p className="notice-title">{title}</p>
        {children && <div>{children}</div>}
        {next && <div className="notice-next">{next}</div>}
      </div>
    </div>
  );
}

/** What a screen shows while there is nothing yet: why, and the first step. */
export function EmptyState({ title, next, children }: Omit<NoticeProps, 'kind'>) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children && <div>{children}</div>}
      {next && <div className="row">{next}</div>}
    </div>
  );
}
