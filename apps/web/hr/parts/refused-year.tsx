import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '../../ui/notice.tsx';
import { usePeriodName } from './period-names.ts';
import type { Programme } from './programmes.tsx';

type Period = Programme['periods'][number];

/** Whether nobody can be given credits of a year, because the vault does not take its keys. */
export const isRefused = ({ status }: Period): boolean => status === 'REFUSED';

/** Whether another proposal can be made in place of one that was refused before its confirmation. */
export const canProposeAnew = ({ status, confirmedBy }: Period): boolean =>
  status === 'REFUSED' && confirmedBy === null;

function DeclinedYear({ name }: { name: string }) {
  const { t } = useLingui();
  return (
    <Notice
      kind="warn" title={t`The year ${name} was declined.`}
      next={<Trans>Correct the headcounts or ask your contact at Sotto, then open it again on Programme.</Trans>}
    >
      <Trans>
        Whoever compares it with your contract found other seats, sessions or prices there. Nobody
        has a letter of it, and nothing was charged.
      </Trans>
    </Notice>
  );
}

/** The vault took nothing of it: it keeps to another proposal, or can make nothing of this one. */
function NotTaken({ name, isOther }: { name: string; isOther: boolean }) {
  const { t } = useLingui();
  return (
    <Notice
      kind="error" title={t`The year ${name} gives no credits.`}
      next={(
        <Trans>Ask your contact at Sotto what stands there, then open it again on Programme.</Trans>
      )}
    >
      {isOther ? (
        <Trans>
          Another proposal for it had come before, of which the service has lost its record. Nobody
          has a letter of this one, and nothing was charged. Credits that people have already stay
          as they are.
        </Trans>
      ) : (
        <Trans>
          The closed side of the service can make nothing of what was proposed. Nobody has a letter
          of it, and nothing was charged.
        </Trans>
      )}
    </Notice>
  );
}

/** Says why a year gives no credits, what that changes for people, and whom to ask. */
export function RefusedYear({ period }: { period: Period }) {
  const { t } = useLingui();
  const { label, refusal } = period;
  const name = usePeriodName()(label);
  if (refusal === 'declined') return <DeclinedYear name={name} />;
  if (canProposeAnew(period)) return <NotTaken name={name} isOther={refusal === 'conflict'} />;
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
