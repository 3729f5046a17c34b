import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { codeOf, Refusal } from '#wallet/refusal';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { CorrectBearerDocument, type AppointmentRowFragment } from '../gql/vault/graphql.ts';
import { keyOf, settleKey } from './deed-keys.ts';
import { Failure } from './failure.tsx';
import { ask } from './session.ts';
import { SessionFields, type HeldAs } from './session-fields.tsx';
import { dayInWords } from './times.ts';

interface CorrectBearerProps {
  readonly session: AppointmentRowFragment;
  readonly onDone: () => Promise<unknown>;
}

/** The day, way or minutes typed beside a credit on paper were wrong: said anew until it is settled. */
export function CorrectBearer({ session, onDone }: CorrectBearerProps) {
  const { t, i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const [held, setHeld] = useState<HeldAs>({ ...session, minutes: String(session.minutes) });
  const form = useId();
  const correct = useTask(async (signal) => {
    const corrected = { authorisationId: session.id, serviceDate: held.serviceDate,
      modality: held.modality, minutes: Number(held.minutes) };
    const deed = `correct:${JSON.stringify(corrected)}`;
    const { correctBearerSession } = await ask(signal, CorrectBearerDocument,
      { input: { ...corrected, idempotencyKey: keyOf(deed) } })
      .catch((error: unknown) => {
        // Refused for good: nothing is tried again under this key.
        if (codeOf(error) === 'BAD_USER_INPUT') settleKey(deed);
        throw error;
      });
    settleKey(deed);
    if (correctBearerSession.__typename === 'BearerCorrected') {
      setOpen(false);
      await onDone();
    }
    return correctBearerSession;
  });
  const day = dayInWords(session.serviceDate, i18n.locale);
  return (
    <>
      <Button
        kind="quiet" onClick={() => { setOpen(true); }}
        aria-label={t`Correct the session of ${day}, number ${session.number}`}
      >
        {t`Correct`}
      </Button>
      <Dialog
        open={open}
        title={t`Correct this session`}
        keep={t`Leave it as it is`}
        onClose={() => { setOpen(false); }}
        actions={<Button kind="primary" type="submit" form={form} busy={correct.busy}>{t`Correct it`}</Button>}
      >
        {correct.error !== undefined && <Wrong error={correct.error} />}
        {correct.value?.__typename === 'BearerSettled' && (
          <Notice kind="warn" title={t`It was confirmed already`}>
            <p><Trans>Take its claim back first, then correct it.</Trans></p>
          </Notice>
        )}
        <p>
          <Trans>
            The credit stays used for this session. Any day of its year is possible.
          </Trans>
        </p>
        <form id={form} onSubmit={(event) => { event.preventDefault(); void correct.run(); }}>
          <SessionFields value={held} onValue={setHeld} />
        </form>
      </Dialog>
    </>
  );
}

function Wrong({ error }: { error: unknown }) {
  const { t } = useLingui();
  if (!(error instanceof Refusal) || codeOf(error) !== 'BAD_USER_INPUT'
    || !error.message.includes('serviceDate')) {
    return <Failure error={error} />;
  }
  return (
    <Notice kind="error" title={t`This day does not fit`}>
      <p><Trans>The credit pays for a session of its year: correct the day.</Trans></p>
    </Notice>
  );
}
