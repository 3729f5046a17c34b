import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { CancelAppointmentDocument, type AppointmentRowFragment } from '../gql/vault/graphql.ts';
import { Failure } from './failure.tsx';
import { ask } from './session.ts';
import { clockTime, dayInWords } from './times.ts';
import { keyOf, settleKey } from './deed-keys.ts';

interface CancelSessionProps {
  readonly session: AppointmentRowFragment;
  readonly timeZone: string;
  readonly onDone: () => Promise<unknown>;
}

/** Cancel a session that has not begun: asked once more, since it can't be taken back. */
export function CancelSession({ session, timeZone, onDone }: CancelSessionProps) {
  const { t, i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const cancel = useTask(async (signal) => {
    const deed = `cancel:${session.id}`;
    const input = { idempotencyKey: keyOf(deed), authorisationId: session.id };
    const { cancelAppointment } = await ask(signal, CancelAppointmentDocument, { input });
    settleKey(deed);
    if (cancelAppointment.__typename === 'AppointmentCancelled') {
      setOpen(false);
      await onDone();
    }
    return cancelAppointment;
  });
  const day = dayInWords(session.serviceDate, i18n.locale);
  const time = session.startsAt ? clockTime(session.startsAt, timeZone, i18n.locale) : '';
  const name = session.handle ?? '';
  if (!session.startsAt) return null;
  return (
    <>
      <Button
        kind="quiet" onClick={() => { setOpen(true); }}
        aria-label={t`Cancel session with ${name} on ${day}`}
      >
        {t`Cancel session`}
      </Button>
      <Dialog
        open={open}
        title={t`Cancel this session?`}
        keep={t`Keep the session`}
        onClose={() => { setOpen(false); }}
        actions={(
          <Button kind="danger" busy={cancel.busy} onClick={() => { void cancel.run(); }}>
            {t`Cancel the session`}
          </Button>
        )}
      >
        {cancel.error !== undefined && <Failure error={cancel.error} />}
        {cancel.value?.__typename === 'AppointmentBegun' && <TooLate />}
        <p><strong>{name}</strong> · {day}, {time}</p>
        <p>
          <Trans>
            The session goes back to the client, who can book another time. This time stays closed,
            so that nobody else books it.
          </Trans>
        </p>
      </Dialog>
    </>
  );
}

function TooLate() {
  const { t } = useLingui();
  return (
    <Notice kind="error" title={t`It has begun or is cancelled already`}>
      <p><Trans>Close this, and look at your calendar again.</Trans></p>
    </Notice>
  );
}
