import { useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { TakeBackClaimDocument, type ClaimRowFragment } from '../gql/vault/graphql.ts';
import { Failure } from './failure.tsx';
import { ask } from './session.ts';
import { keyOf, settleKey } from './deed-keys.ts';
import { FINAL_CLAIMS } from './words.ts';

interface TakeBackProps {
  readonly claim: ClaimRowFragment;
  readonly label: string;
  readonly onDone: () => Promise<unknown>;
}

/** Whether a claim can be taken back, as far as this page knows. */
export function canTakeBack({ status, payoutId, byClient }: ClaimRowFragment): boolean {
  return status === 'PAID' && !payoutId && !byClient;
}

/** Take back a claim that was made by mistake; its session stands as before. */
export function TakeBack({ claim, label, onDone }: TakeBackProps) {
  const { t, i18n } = useLingui();
  const back = useTask(async (signal) => {
    const deed = `take-back:${claim.id}`;
    const input = { idempotencyKey: keyOf(deed), claimId: claim.id };
    const { takeBackClaim } = await ask(signal, TakeBackClaimDocument, { input });
    settleKey(deed);
    // Its session can be recorded anew: that is another deed than the one before.
    for (const before of ['confirm:', 'missed:']) settleKey(before);
    await onDone();
    return takeBackClaim;
  });
  const name = claim.handle ?? t`Paper credit`;
  const final = back.value?.__typename === 'ClaimFinal' ? FINAL_CLAIMS[back.value.code] : undefined;
  return (
    <>
      {back.error !== undefined && <Failure error={back.error} />}
      {final && <Notice kind="warn" title={t`It stays as it is`}><p>{i18n._(final)}</p></Notice>}
      <Button
        busy={back.busy} onClick={() => { void back.run(); }}
        aria-label={t`Take back the claim for ${name} on ${claim.serviceDate}`}
      >
        {label}
      </Button>
    </>
  );
}
