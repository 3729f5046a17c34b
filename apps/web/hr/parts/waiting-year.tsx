import { Trans, useLingui } from '@lingui/react/macro';
import { When } from '../../ui/amounts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePeriodName } from './period-names.ts';
import type { Programme } from './programmes.tsx';
import { useSession } from './session.tsx';

type Period = Programme['periods'][number];

/** Whether a year waits until somebody at the vault has compared it with the contract. */
export const isProposed = ({ status }: Period): boolean => status === 'PROPOSED';

/** Says for whom a year waits, since when and until when, and what that changes for people. */
export function WaitingYear({ period }: { period: Period }) {
  const { t } = useLingui();
  const { today, contractNumber } = useSession();
  const { label, proposedOn, confirmBy, opens } = period;
  const name = usePeriodName()(label);
  const isLate = today >= confirmBy;
  return (
    <Notice
      kind={isLate ? 'warn' : 'info'} title={t`The year ${name} waits to be confirmed.`}
      next={isLate ? (
        <Trans>
          It was due by <When at={confirmBy} absoluteOnly />. Ask your contact at Sotto to have it
          confirmed: they need the number of your contract, <strong>{contractNumber}</strong>.
        </Trans>
      ) : <Trans>It is due by <When at={confirmBy} absoluteOnly />. You need do nothing.</Trans>}
    >
      <p>
        <Trans>
          You proposed it on <When at={proposedOn} absoluteOnly />. Somebody who knows
          your contract and not your people compares its headcounts and its price with what was
          agreed: so nobody can make up a year to find out about one person. There are no
          letters before.
        </Trans>
      </p>
      {today >= opens && (
        <p>
          <Trans>
            The year has begun: nobody has credits for it yet, and its last day stays the same.
          </Trans>
        </p>
      )}
    </Notice>
  );
}

/** The mark of years that nobody has compared with a contract: a service on trial. */
export function ConfirmedByNobody({ periods }: { periods: readonly Period[] }) {
  const nameOf = usePeriodName();
  const labels = periods.filter(({ confirmedBy }) => confirmedBy === 'AUTOMATIC')
    .map(({ label }) => nameOf(label)).join(', ');
  if (labels === '') return null;
  return (
    <p className="soft">
      <Trans>
        {labels}: confirmed automatically. Nobody has compared it with a contract, as this service
        is being tried out.
      </Trans>
    </p>
  );
}
