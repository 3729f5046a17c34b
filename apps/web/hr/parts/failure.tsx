import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { failureOf, isPassing } from '../../ui/failure.ts';
import { useFailureWords } from '../../ui/failure-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { useDoor } from './session.tsx';

interface FailureProps {
  readonly error: unknown;
  /** Tries the same thing again. */
  readonly retry?: () => unknown;
  /** What became of it, where the screen knows more than this one answer tells. */
  readonly fate?: string;
}

/** What went wrong, in words, what became of what was asked, and what to do next. */
export function Failure({ error, retry, fate: known }: FailureProps) {
  const { t } = useLingui();
  const { look } = useDoor();
  const words = useFailureWords(false);
  const failure = failureOf(error);
  const { title, fate, advice } = words(failure);
  const own: Partial<Record<typeof failure.kind, string>> = {
    'signed-out': t`A sign-in lasts twelve hours.`,
    'forbidden': t`Ask an administrator of your team to do it, or to change your role.`,
    'failed': t`Try again. If it goes on, tell your contact at Sotto when it happened.`,
  };
  return (
    <Notice
      kind={isPassing(failure) ? 'warn' : 'error'}
      title={title}
      next={failure.kind === 'signed-out'
        ? <Button onClick={() => { void look(); }}><Trans>Sign in again</Trans></Button>
        : failure.kind === 'outdated'
          ? <Button onClick={() => { location.reload(); }}><Trans>Load the page again</Trans></Button>
          : retry && <Button onClick={() => { void retry(); }}><Trans>Try again</Trans></Button>}
    >
      <p>{known ?? fate} {own[failure.kind] ?? advice}</p>
    </Notice>
  );
}
