import { useState } from 'react';
import { useTask } from '../../ui/task.ts';
import {
  ConfirmSessionDocument, type AppointmentRowFragment, type ClaimRowFragment,
} from '../gql/vault/graphql.ts';
import { keyOf, settleKey } from './deed-keys.ts';
import { ask } from './session.ts';
import type { Recorded } from './today-notices.tsx';
import { useSaidOf } from './use-said-of.ts';

type Statuses = Readonly<Record<string, string>>;

const STATUS_OF: Readonly<Record<ClaimRowFragment['outcome'], string>> = {
  TOOK_PLACE: 'claimed', NO_SHOW: 'no_show', LATE_CANCELLED: 'late_cancelled',
};

/**
 * Recording what became of sessions, one at a time. The answer to a deed shows it at once; the list
 * is asked for anew, with a later request.
 *
 * @param list as it was answered last: how sessions stand now is said until another one comes.
 */
export function useConfirming(list: unknown, onChange: () => Promise<unknown>) {
  const [confirming, setConfirming] = useState('');
  const [recorded, setRecorded] = useState<Recorded>();
  /** By the numbers of sessions. */
  const [statuses = {}, say] = useSaidOf<Statuses>(list);
  const tell = (outcome: Recorded, changed: Statuses) => {
    setRecorded(outcome);
    say(changed);
    return onChange();
  };
  const task = useTask(async (signal, session: AppointmentRowFragment) => {
    const deed = `confirm:${session.id}`;
    setConfirming(session.id);
    const input = { idempotencyKey: keyOf(deed), authorisationId: session.id };
    const { confirmSession } = await ask(signal, ConfirmSessionDocument, { input });
    settleKey(deed);
    void tell(confirmSession, confirmSession.__typename === 'ClaimAdjudicated'
      ? statusBy(confirmSession.claim) : {});
  });
  const missed = (claim: ClaimRowFragment) =>
    tell({ __typename: 'ClaimAdjudicated', claim }, statusBy(claim));
  const undone = () => tell('taken-back', numberOf(recorded, 'held'));
  return { ...task, confirming, recorded, statuses, missed, undone };
}

function statusBy(claim: ClaimRowFragment): Statuses {
  return claim.status === 'PAID' ? { [claim.authorisationNumber]: STATUS_OF[claim.outcome] } : {};
}

function numberOf(recorded: Recorded | undefined, status: string): Statuses {
  return typeof recorded === 'object' && recorded.__typename === 'ClaimAdjudicated'
    ? { [recorded.claim.authorisationNumber]: status } : {};
}
