import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useTask } from '../../ui/task.ts';
import { WithdrawPeriodDocument } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { useProgrammes } from './programmes.tsx';
import { useSession } from './session.tsx';

/** Takes back a year that waits to be confirmed, after it was asked whether to. */
export function TakeBack({ label, name }: { label: string; name: string }) {
  const { t } = useLingui();
  const { may } = useSession();
  const { programme, reload } = useProgrammes();
  const [asked, setAsked] = useState(false);
  const withdraw = useTask(async () => {
    await gateway.ask(WithdrawPeriodDocument, { programmeId: programme?.id ?? '', period: label });
    // Confirmed meanwhile or not: what the year is now is said in its own place.
    await reload();
    setAsked(false);
  });
  if (!may('withdrawPeriod')) return null;
  return (
    <div className="row">
      <Button kind="quiet" onClick={() => { setAsked(true); }}>{t`Take it back`}</Button>
      <Dialog
        open={asked} title={t`Take the year ${name} back?`} keep={t`Leave it proposed`}
        onClose={() => { setAsked(false); withdraw.reset(); }}
        actions={(
          <Button kind="danger" busy={withdraw.busy} onClick={() => { void withdraw.run(); }}>
            {t`Take it back`}
          </Button>
        )}
      >
        <p>
          <Trans>
            Whoever was to confirm it sees it no more. You correct headcounts or sessions, and open it
            again. If it is confirmed just now, it stays as it is.
          </Trans>
        </p>
        {withdraw.error !== undefined && <Failure error={withdraw.error} />}
      </Dialog>
    </div>
  );
}
