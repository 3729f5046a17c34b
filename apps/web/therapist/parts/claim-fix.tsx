import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { useTask } from '../../ui/task.ts';
import {
  SubmitClaimDocument, type ClaimRowFragment, type SubmitClaimMutation,
} from '../gql/vault/graphql.ts';
import { ClientName } from './client-name.tsx';
import { Failure } from './failure.tsx';
import { majorOf, minorOf, patternOf } from './money.ts';
import { ask } from './session.ts';
import { keyOf, settleKey } from './deed-keys.ts';
import { FIXES, REASONS, SERVICES } from './words.ts';

/** The claim that came of a fix. */
export type FixedClaim = SubmitClaimMutation['submitClaim'];

interface ClaimFixProps {
  readonly claim: ClaimRowFragment;
  readonly onClose: () => void;
  readonly onSent: (outcome: FixedClaim) => Promise<unknown>;
}

/** A denied claim, filled in with what mends it, to be sent again. */
export function ClaimFix({ claim, onClose, onSent }: ClaimFixProps) {
  const { t } = useLingui();
  const { fix, billed } = claim;
  const [serviceDate, setServiceDate] = useState(fix?.serviceDate ?? claim.serviceDate);
  const [serviceCode, setServiceCode] = useState(
    claim.serviceCode && claim.serviceCode in SERVICES && fix?.kind !== 'SERVICE'
      ? claim.serviceCode : '90834');
  const [units, setUnits] = useState(fix?.kind === 'UNITS' ? '1' : String(claim.units));
  const [fee, setFee] = useState(majorOf(billed));
  const send = useTask(async (signal) => {
    const deed = `fix:${claim.id}:${serviceDate}:${serviceCode}:${units}:${fee}`;
    const { submitClaim } = await ask(signal, SubmitClaimDocument, { input: {
      idempotencyKey: keyOf(deed), authorisationNumber: claim.authorisationNumber, serviceDate,
      serviceCode, units: Number(units), modality: claim.modality,
      fee: { minor: minorOf(fee, billed.currency), currency: billed.currency },
    } });
    settleKey(deed);
    await onSent(submitClaim);
  });
  return (
    <Dialog
      open
      title={t`Fix this claim`}
      keep={t`Leave it as it is`}
      onClose={onClose}
      actions={(
        <Button kind="primary" type="submit" form="fix" busy={send.busy}>{t`Send again`}</Button>
      )}
    >
      {send.error !== undefined && <Failure error={send.error} />}
      <Why claim={claim} />
      <form id="fix" onSubmit={(event) => { event.preventDefault(); void send.run(); }}>
        <Field
          label={t`Day of the session`} type="date" value={serviceDate} required
          onValue={setServiceDate}
        />
        <Service value={serviceCode} onValue={setServiceCode} />
        <div className="short-fields">
          <Field
            label={t`Units`} type="number" min={1} max={4} value={units} required
            onValue={setUnits}
          />
          <Field
            label={t`Fee (${billed.currency})`} inputMode="decimal" value={fee} required
            pattern={patternOf(billed.currency)} onValue={setFee}
          />
        </div>
      </form>
    </Dialog>
  );
}

function Service(props: { value: string; onValue: (value: string) => void }) {
  const { t, i18n } = useLingui();
  const options = Object.entries(SERVICES)
    .map(([value, label]) => ({ value, label: i18n._(label) }));
  return <Select {...props} label={t`Service`} options={options} />;
}

function Why({ claim }: { claim: ClaimRowFragment }) {
  const { i18n } = useLingui();
  const reason = REASONS[claim.adjustments[0]?.code ?? ''];
  return (
    <>
      <p><ClientName {...claim} /> · <span className="mono">{claim.authorisationNumber}</span></p>
      {reason && <p><strong><Trans>Why it was refused:</Trans></strong> {i18n._(reason)}</p>}
      {claim.fix && (
        <p><strong><Trans>What to do:</Trans></strong> {i18n._(FIXES[claim.fix.kind])}</p>
      )}
    </>
  );
}
