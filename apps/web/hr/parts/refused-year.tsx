import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '../../ui/notice.tsx';
import { usePeriodName } from './period-names.ts';
import { declinedFor, type TermsRefusal } from '#contracts/refusals';
import type { Programme } from './programmes.tsx';
import { REFUSAL_WORDS } from './terms-refusals.ts';

type Period = Programme['periods'][number];

const isTerms = (refusal: string): refusal is TermsRefusal => refusal in REFUSAL_WORDS;

/** Whether the vault's operator found that a year is not what the contract says. */
export const isDeclined = ({ refusal }: Pick<Period, 'refusal'>): boolean =>
  declinedFor(refusal) !== null;

/** Whether nobody can be given credits of a year, because the vault does not take its keys. */
export const isRefused = ({ status }: Period): boolean => status === 'REFUSED';

/** Whether another proposal can be made in place of one that was refused before its confirmation. */
export const canProposeAnew = ({ status, confirmedBy }: Period): boolean =>
  status === 'REFUSED' && confirmedBy === null;

/** It came to nothing before it was confirmed: why, and what to do about it. */
function Ended({ name, reason }: { name: string; reason: TermsRefusal }) {
  const { t, i18n } = useLingui();
  const { why, next } = REFUSAL_WORDS[reason];
  const wasDeclined = isDeclined({ refusal: reason });
  const title = reason === 'withdrawn' ? t`The year ${name} was taken back.`
    : wasDeclined ? t`The year ${name} was declined.` : t`The year ${name} gives no credits.`;
  return (
    <Notice
      kind={reason === 'withdrawn' ? 'info' : wasDeclined ? 'warn' : 'error'} title={title}
      next={i18n._(next)}
    >
      {i18n._(why)} <Trans>Nobody has a letter of it, and nothing was charged.</Trans>
    </Notice>
  );
}

/** Says why a year gives no credits, what that changes for people, and whom to ask. */
export function RefusedYear({ period }: { period: Period }) {
  const { t } = useLingui();
  const { label, refusal } = period;
  const name = usePeriodName()(label);
  if (canProposeAnew(period) && refusal !== null && isTerms(refusal)) {
    return <Ended name={name} reason={refusal} />;
  }
  const isKnown = refusal === 'replaces' || refusal === 'conflict';
  return (
    <Notice
      kind="error" title={t`The year ${name} gives no credits.`}
      next={isKnown ? (
        <Trans>
          Ask your contact at Sotto: only they can bring the lost record back. Otherwise people get
          new credits with the next year.
        </Trans>
      ) : <Trans>Tell your contact at Sotto: only they can find out why.</Trans>}
    >
      {isKnown ? (
        <Trans>
          It had been opened before. The service has lost its record of that and opened it a second
          time, and the second time does not count. So hand out no letters for it: they give
          nothing. Credits that people have already stay as they are.
        </Trans>
      ) : (
        <Trans>
          The closed side of the service did not take the keys that were made for it. So hand out no
          letters for it: they give nothing.
        </Trans>
      )}
    </Notice>
  );
}
