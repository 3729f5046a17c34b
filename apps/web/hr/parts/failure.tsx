import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { failureOf, isPassing, type FailureKind } from '../../ui/failure.ts';
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

/** Kinds where what the page shows is not how things are: to load it again is the way on. */
const OUT_OF_DATE: ReadonlySet<FailureKind> = new Set(['outdated', 'forbidden'] as const);

/** What went wrong, in words, what became of what was asked, and what to do next. */
export function Failure({ error, retry, fate: known }: FailureProps) {
  const { t } = useLingui();
  const { look } = useDoor();
  const words = useFailureWords(false);
  const failure = failureOf(error);
  const { title, fate, advice, way } = words(failure);
  const own: Partial<Record<typeof failure.kind, string>> = {
    'signed-out': t`A sign-in lasts twelve hours, and ends when nobody uses it.`,
    'forbidden': t`Your role or your contract was changed meanwhile. Load the page again: it shows what you may do now.`,
    'failed': t`Try again. If it goes on, tell your contact at Sotto when it happened.`,
  };
  return (
    <Notice
      kind={isPassing(failure) ? 'warn' : 'error'}
      title={title}
      next={failure.kind === 'signed-out'
        ? <Button onClick={() => { void look(); }}><Trans>Sign in again</Trans></Button>
        : OUT_OF_DATE.has(failure.kind) || way === 'look'
          ? <Button onClick={() => { location.reload(); }}><Trans>Load the page again</Trans></Button>
          : retry && <Button onClick={() => { void retry(); }}><Trans>Try again</Trans></Button>}
    >
      <p>{known ?? fate} {way === 'look' ? '' : own[failure.kind] ?? advice}</p>
    </Notice>
  );
}
