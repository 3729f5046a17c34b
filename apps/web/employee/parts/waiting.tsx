import { Trans, useLingui } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { statusStore, stopWaiting } from '../device/line-status.ts';
import { lock } from '../device/session-state.ts';
import { useGo } from './go.ts';

/** Work with the other side: how it goes, and what to do when the answer is late. */
export function Waiting({ label }: { label: string }) {
  const { t } = useLingui();
  const go = useGo();
  const status = useSyncExternalStore(statusStore.subscribe, statusStore.read);
  const leave = () => {
    stopWaiting();
    lock();
    go('/');
  };
  if (status !== 'waiting') return <Progress label={label} />;
  return (
    <Notice
      kind="warn"
      title={<Trans>The answer takes longer than usual</Trans>}
      next={<Button onClick={leave}><Trans>Lock and come back later</Trans></Button>}
    >
      <p><Trans>Your request is sealed, and is sent again until there is an answer. Nothing is done
        twice. You can wait, or come back later.</Trans></p>
      <Progress label={t`Waiting for the answer`} />
    </Notice>
  );
}
