import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { codeOf } from '../../ui/refusal.ts';
import { useDoor } from './session.tsx';

interface FailureProps {
  readonly error: unknown;
  /** Tries the same thing again. */
  readonly retry?: () => unknown;
}

/** What went wrong, in words, and what to do next. */
export function Failure({ error, retry }: FailureProps) {
  const { look } = useDoor();
  const code = codeOf(error);
  if (code === 'UNAUTHENTICATED') {
    return (
      <Notice
        kind="warn"
        title={<Trans>Your sign-in has ended.</Trans>}
        next={<Button onClick={() => { void look(); }}><Trans>Sign in again</Trans></Button>}
      >
        <Trans>A sign-in lasts twelve hours. Nothing that you had sent was lost.</Trans>
      </Notice>
    );
  }
  return (
    <Notice
      kind="error"
      title={<FailureTitle code={code} />}
      next={code === 'DOCUMENT_NOT_PERSISTED'
        ? <Button onClick={() => { location.reload(); }}><Trans>Load the page again</Trans></Button>
        : retry && <Button onClick={() => { void retry(); }}><Trans>Try again</Trans></Button>}
    >
      <FailureAdvice code={code} />
    </Notice>
  );
}

function FailureTitle({ code }: { code: string }): ReactNode {
  const { t } = useLingui();
  const titles: Record<string, string> = {
    OFFLINE: t`The service cannot be reached.`,
    UNAVAILABLE: t`A part of the service is away.`,
    OVERLOADED: t`Too much is going on at the moment.`,
    RATE_LIMITED: t`Too many attempts.`,
    FORBIDDEN: t`Your role does not allow this.`,
    NOT_FOUND: t`There is nothing here.`,
    CONFLICT: t`This was done already, or by somebody else.`,
    BAD_USER_INPUT: t`Something in what you entered does not fit.`,
    DOCUMENT_NOT_PERSISTED: t`This page is older than the service.`,
  };
  return titles[code] ?? t`Something failed on our side.`;
}

function FailureAdvice({ code }: { code: string }): ReactNode {
  const { t } = useLingui();
  const advice: Record<string, string> = {
    OFFLINE: t`Check your connection. What you entered is still here.`,
    UNAVAILABLE: t`It comes back by itself. Wait a moment; nothing was lost.`,
    OVERLOADED: t`Wait a moment and try again.`,
    RATE_LIMITED: t`Wait a few minutes and try again.`,
    FORBIDDEN: t`Ask an administrator of your team to do it, or to change your role.`,
    NOT_FOUND: t`It may have been removed. Go back to the overview.`,
    CONFLICT: t`Load the page again to see how things stand.`,
    BAD_USER_INPUT: t`Check what you entered and send it again.`,
    DOCUMENT_NOT_PERSISTED: t`Loading it again gets the new one.`,
  };
  return advice[code] ?? t`Try again. If it goes on, tell your contact at Sotto when it happened.`;
}
