import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { codeOf } from '../../ui/refusal.ts';

/** What can go wrong, as a person would say it. */
export type TroubleKind =
  'offline' | 'stopped' | 'not-the-vault' | 'busy' | 'expired' | 'spent' | 'failed';

/** What an error means to the person. */
export function troubleOf(error: unknown): TroubleKind {
  switch (codeOf(error)) {
    case 'OFFLINE': return 'offline';
    case 'STOPPED': case 'UNAVAILABLE': return 'stopped';
    case 'NOT_THE_VAULT': case 'UNREADABLE': return 'not-the-vault';
    case 'OVERLOADED': case 'RATE_LIMITED': return 'busy';
    default: return 'failed';
  }
}

interface TroubleProps {
  readonly kind: TroubleKind;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** Says what happened, what was not lost, and what to do next. */
export function Trouble({ kind, onRetry, children }: TroubleProps) {
  const { title, body } = WORDS[kind];
  return (
    <Notice
      kind={kind === 'offline' || kind === 'stopped' || kind === 'busy' ? 'warn' : 'error'}
      title={title}
      next={onRetry && <Button onClick={onRetry}><Trans>Try again</Trans></Button>}
    >
      <p>{body}</p>
      {children}
    </Notice>
  );
}

const WORDS: Record<TroubleKind, { title: ReactNode; body: ReactNode }> = {
  'offline': {
    title: <Trans>You are not connected</Trans>,
    body: <Trans>Nothing was sent, and nothing is lost. Try again when there is a connection; what is
      on this device can be read without one.</Trans>,
  },
  'stopped': {
    title: <Trans>The other side is not answering</Trans>,
    body: <Trans>What you asked for is noted on this device and is done once only. Come back later: it
      goes on by itself when you unlock this page.</Trans>,
  },
  'not-the-vault': {
    title: <Trans>Something is between you and the service</Trans>,
    body: <Trans>An answer did not carry the signature that it has to have, so this page stopped.
      Nothing of yours was sent. Try another network.</Trans>,
  },
  'busy': {
    title: <Trans>Many people are here just now</Trans>,
    body: <Trans>Nothing is lost. Try again in a minute.</Trans>,
  },
  'expired': {
    title: <Trans>The time of this code is over</Trans>,
    body: <Trans>Each letter is good for one quarter of the year. Ask for the letter of this quarter:
      everybody gets one, so asking says nothing about you.</Trans>,
  },
  'spent': {
    title: <Trans>This session was used already</Trans>,
    body: <Trans>It was spent on another device, or given away as a code. It is noted here now; take
      another one.</Trans>,
  },
  'failed': {
    title: <Trans>That did not work</Trans>,
    body: <Trans>Nothing of yours is lost. Try again; if it fails once more, try tomorrow.</Trans>,
  },
};
