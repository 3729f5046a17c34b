import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { formatMoney } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Choice } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import {
  RecordOutcomeDocument, type AppointmentRowFragment, type ClaimRowFragment, type MissedOutcome,
} from '../gql/vault/graphql.ts';
import { Failure } from './failure.tsx';
import { ask } from './session.ts';
import { clockTime, dayInWords } from './times.ts';
import { keyOf, settleKey } from './deed-keys.ts';
import { OUTCOME_FAULTS } from './words.ts';

interface MissedSessionProps {
  readonly session: AppointmentRowFragment;
  readonly timeZone: string;
  /** Before it begins, only a late cancellation can be recorded. */
  readonly begun: boolean;
  readonly onDone: (claim: ClaimRowFragment) => Promise<unknown>;
}

/** Record that a client did not keep a session, having read what it pays. */
export function MissedSession({ session, timeZone, begun, onDone }: MissedSessionProps) {
  const { t, i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<MissedOutcome>(begun ? 'NO_SHOW' : 'LATE_CANCELLED');
  const record = useTask(async (signal) => {
    const deed = `missed:${session.id}:${outcome}`;
    const input = { idempotencyKey: keyOf(deed), authorisationId: session.id, outcome };
    const { recordOutcome } = await ask(signal, RecordOutcomeDocument, { input });
    settleKey(deed);
    if (recordOutcome.__typename === 'OutcomeRecorded') {
      setOpen(false);
      await onDone(recordOutcome.claim);
    }
    return recordOutcome;
  });
  const name = session.handle ?? '';
  const amount = formatMoney(session.pays.missed, i18n.locale);
  const day = dayInWords(session.serviceDate, i18n.locale);
  const options = [
    ...(begun ? [{ value: 'NO_SHOW', label: t`Did not come` }] : []),
    { value: 'LATE_CANCELLED', label: t`Cancelled late`,
      hint: t`Told you less than 24 hours before it began` },
  ];
  return (
    <>
      <Button
        kind="quiet" onClick={() => { setOpen(true); }}
        aria-label={begun ? t`Not kept: session with ${name} on ${day}`
          : t`Cancelled late: session with ${name} on ${day}`}
      >
        {begun ? t`Not kept` : t`Cancelled late`}
      </Button>
      <Dialog
        open={open}
        title={t`Your client did not keep this session?`}
        keep={t`Leave it as it is`}
        onClose={() => { setOpen(false); }}
        actions={(
          <Button kind="primary" busy={record.busy} onClick={() => { void record.run(); }}>
            {t`Record: ${amount}`}
          </Button>
        )}
      >
        {record.error !== undefined && <Failure error={record.error} />}
        <Refused code={codeOf(record.value)} />
        <p>
          <strong>{name}</strong> · {day}
          {session.startsAt && <>, {clockTime(session.startsAt, timeZone, i18n.locale)}</>}
        </p>
        <Choice
          label={t`What happened?`} name={`missed-${session.id}`} value={outcome} options={options}
          onValue={(value) => { setOutcome(value as MissedOutcome); }}
        />
        <p>
          <Trans>
            It pays you {amount}, half of the session’s price, and your client’s session is used. It
            is one rule for everybody, and clients read it before they book. You can take it back
            until it is in a payout.
          </Trans>
        </p>
      </Dialog>
    </>
  );
}

function codeOf(outcome: { __typename?: string; code?: string } | undefined): string | undefined {
  return outcome && 'code' in outcome ? outcome.code : undefined;
}

function Refused({ code }: { code: string | undefined }) {
  const { t, i18n } = useLingui();
  if (!code) return null;
  const words = OUTCOME_FAULTS[code];
  return (
    <Notice kind="error" title={t`It was not recorded`}>
      <p>{words ? i18n._(words) : t`Close this, and look at your calendar again.`}</p>
    </Notice>
  );
}
