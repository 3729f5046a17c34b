import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '../../ui/notice.tsx';
import type { Programme } from './programmes.tsx';

type Period = Programme['periods'][number];

/** Whether nobody can be given credits of a quarter, because the vault does not take its keys. */
export const isRefused = ({ status }: Period): boolean => status === 'REFUSED';

/** Whether other terms can be proposed in place of those that were declined. */
export const isDeclined = ({ status, refusal }: Period): boolean =>
  status === 'REFUSED' && refusal === 'declined';

function DeclinedQuarter({ label }: { label: string }) {
  const { t } = useLingui();
  return (
    <Notice
      kind="warn" title={t`Quarter ${label} was declined.`}
      next={<Trans>Correct the headcounts or ask your contact at Sotto, then open it again on Programme.</Trans>}
    >
      <Trans>
        Whoever compares it with your contract found other seats, sessions or prices there. Nobody
        has a letter of it, and nothing was charged.
      </Trans>
    </Notice>
  );
}

/** Says why a quarter gives no credits, what that changes for people, and whom to ask. */
export function RefusedQuarter({ period: { label, refusal } }: { period: Period }) {
  const { t } = useLingui();
  if (refusal === 'declined') return <DeclinedQuarter label={label} />;
  const isKnown = refusal === 'replaces' || refusal === 'conflict';
  return (
    <Notice
      kind="error" title={t`Quarter ${label} gives no credits.`}
      next={isKnown ? (
        <Trans>
          Ask your contact at Sotto: only they can bring the lost record back. Otherwise people get
          new credits with the next quarter.
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
