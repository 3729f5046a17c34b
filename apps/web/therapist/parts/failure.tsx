import { useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { failureOf, isPassing } from '../../ui/failure.ts';
import { useFailureWords } from '../../ui/failure-words.ts';
import { Notice } from '../../ui/notice.tsx';

interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, what became of what was asked, and what to do next. */
export function Failure({ error, onRetry }: FailureProps) {
  const { t } = useLingui();
  const words = useFailureWords(true);
  const failure = failureOf(error);
  const { title, fate, advice } = words(failure);
  const own: Partial<Record<typeof failure.kind, string>> = {
    'attack': t`An answer was not signed by the vault that you know. Do not sign in here; tell the operator.`,
    'failed': t`Try again. If it goes on, tell the operator.`,
  };
  const reload = () => { location.reload(); };
  return (
    <Notice
      kind={isPassing(failure) ? 'warn' : 'error'}
      title={title}
      next={failure.kind === 'outdated'
        ? <Button onClick={reload}>{t`Load the page again`}</Button>
        : onRetry && <Button onClick={onRetry}>{t`Try again`}</Button>}
    >
      <p>{fate} {own[failure.kind] ?? advice}</p>
    </Notice>
  );
}
