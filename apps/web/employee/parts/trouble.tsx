import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { failureOf, isPassing, type Failure } from '../../ui/failure.ts';
import { useFailureWords } from '../../ui/failure-words.ts';
import { Notice } from '../../ui/notice.tsx';

/** What can go wrong: a failure, or what the other side says of a code or a session. */
export type TroubleKind = Failure | 'expired' | 'spent' | 'old-directory';

/** What an error means to the person. */
export function troubleOf(error: unknown): Failure {
  return failureOf(error);
}

interface TroubleProps {
  readonly kind: TroubleKind;
  readonly onRetry?: (() => void) | undefined;
  /** What was asked for may be done yet, and is asked for again without her. */
  readonly kept?: boolean;
  readonly children?: ReactNode;
}

/** Says what happened, what became of what was asked, and what to do next. */
export function Trouble({ kind, onRetry, kept = false, children }: TroubleProps) {
  const words = useFailureWords(true);
  const retry = onRetry && <Button onClick={onRetry}><Trans>Try again</Trans></Button>;
  if (typeof kind === 'string') {
    const { title, body } = WORDS[kind];
    return <Notice kind="error" title={title} next={retry}><p>{body}</p>{children}</Notice>;
  }
  const { title, fate, advice } = words(kind);
  return (
    <Notice
      kind={isPassing(kind) ? 'warn' : 'error'}
      title={title}
      next={kind.kind === 'outdated' ? <LoadAgain /> : retry}
    >
      <p>{fate} {advice}</p>
      {kept && (
        <p><Trans>Your request is kept: it is asked for again by itself, and your first screen shows
          what came of it.</Trans></p>
      )}
      {kind.kind === 'offline' && (
        <p><Trans>What is on this device can be read without a connection.</Trans></p>
      )}
      {children}
    </Notice>
  );
}

function LoadAgain() {
  return (
    <Button onClick={() => { location.reload(); }}><Trans>Load the page again</Trans></Button>
  );
}

const WORDS = {
  'expired': {
    title: <Trans>The time of this code is over</Trans>,
    body: <Trans>Each letter is good for one year. Ask for the letter of this year:
      everybody gets one, so asking says nothing about you.</Trans>,
  },
  'old-directory': {
    title: <Trans>An old list of therapists was handed out</Trans>,
    body: <Trans>This device saw a newer one. On an old one there may be somebody who was taken off it, so
      this one is not used. Nothing was sent. Try again in an hour; if it stays so, tell your employer’s
      benefits office.</Trans>,
  },
  'spent': {
    title: <Trans>None of your sessions can be used any more</Trans>,
    body: <Trans>They were used already, on another device or as codes, or their year was ended early
      after a fault. What you booked before takes place. The letter of the next year brings new
      ones.</Trans>,
  },
} as const;
