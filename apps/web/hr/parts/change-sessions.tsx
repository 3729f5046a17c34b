import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { ChangeSessionsDocument } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { useProgrammes, type Programme } from './programmes.tsx';
import { useSession } from './session.tsx';
import { isProposed } from './waiting-year.tsx';

const MOST = 40;

/** How many sessions each person gets, and how that is corrected while no year says it. */
export function ChangeSessions({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const { may } = useSession();
  const [asked, setAsked] = useState(false);
  const hasTerms = programme.periods.some((one) => isProposed(one) || one.confirmedBy !== null);
  return (
    <>
      {programme.sessionsPerMember}{' '}
      {may('changeSessions') && !hasTerms && (
        <Button kind="quiet" onClick={() => { setAsked(true); }}>{t`Change`}</Button>
      )}
      {asked && <Correction programme={programme} onClose={() => { setAsked(false); }} />}
    </>
  );
}

function Correction({ programme, onClose }: { programme: Programme; onClose: () => void }) {
  const { t } = useLingui();
  const { reload } = useProgrammes();
  const [sessions, setSessions] = useState(String(programme.sessionsPerMember));
  const isFit = /^[1-9]\d?$/.test(sessions) && Number(sessions) <= MOST;
  const change = useTask(async () => {
    const { changeSessions } = await gateway.ask(ChangeSessionsDocument,
      { programmeId: programme.id, sessionsPerMember: Number(sessions) });
    await reload();
    if (changeSessions.__typename === 'SessionsChanged') onClose();
    return changeSessions;
  });
  return (
    <Dialog
      open title={t`Change the sessions of each person`} keep={t`Leave them as they are`}
      onClose={onClose}
      actions={(
        <Button kind="primary" busy={change.busy} onClick={() => { if (isFit) void change.run(); }}>
          {t`Change them`}
        </Button>
      )}
    >
      <Field
        label={t`Sessions for each person and year`} inputMode="numeric" value={sessions}
        onValue={(text) => { setSessions(text); change.reset(); }}
        hint={t`They can be changed until a year is proposed with them.`}
        error={isFit ? undefined : t`A whole number from 1 to 40.`}
      />
      {change.error !== undefined && <Failure error={change.error} />}
      {change.value?.__typename === 'SessionsNotChanged' && (
        <Notice kind="error" title={t`They were not changed.`}>
          <Trans>A year was opened with them meanwhile. Take it back first.</Trans>
        </Notice>
      )}
    </Dialog>
  );
}
