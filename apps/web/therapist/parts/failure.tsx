import { useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { codeOf } from '../../ui/refusal.ts';

interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong on the way, and what to do next. */
export function Failure({ error, onRetry }: FailureProps) {
  const { t } = useLingui();
  const [title, words] = useWords(codeOf(error));
  return (
    <Notice
      kind="error"
      title={title}
      next={onRetry && <Button onClick={onRetry}>{t`Try again`}</Button>}
    >
      <p>{words}</p>
    </Notice>
  );
}

function useWords(code: string): [string, string] {
  const { t } = useLingui();
  switch (code) {
    case 'OFFLINE': return [t`No connection`,
      t`Check your connection, then try again: nothing is done twice.`];
    case 'STOPPED': return [t`The vault does not answer`,
      t`It may be under maintenance. Your work is not lost: try again in a few minutes.`];
    case 'OVERLOADED': case 'UNAVAILABLE': return [t`The service is busy`,
      t`Wait a few seconds, then try again: nothing is done twice.`];
    case 'NOT_THE_VAULT': return [t`This is not the vault that you know`,
      t`Its signature does not fit. Do not sign in; tell the operator.`];
    case 'DOCUMENT_NOT_PERSISTED': return [t`A new version is there`,
      t`Load this page again to go on.`];
    case 'NOT_FOUND': return [t`It is not there any more`,
      t`It was changed meanwhile. Load this page again.`];
    case 'BAD_USER_INPUT': return [t`Something in the form does not fit`,
      t`Check what you entered, then send it again.`];
    default: return [t`Something went wrong`,
      t`Try again. If it goes on, tell the operator: nothing was done twice.`];
  }
}
