import { Trans, useLingui } from '@lingui/react/macro';
import { When } from '../../ui/amounts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePeriodName } from './period-names.ts';
import type { Programme } from './programmes.tsx';
import { useSession } from './session.tsx';
import { TakeBack } from './take-back.tsx';

type Period = Programme['periods'][number];

/** Whether the vault is still to say if a year holds: confirmed, or taken back before. */
export const isProposed = ({ status }: Period): boolean =>
  status === 'PROPOSED' || status === 'WITHDRAWING';

/** Says for whom a year waits, since when and until when, and what that changes for people. */
export function WaitingYear({ period }: { period: Period }) {
  const { t } = useLingui();
  const { today, contractNumber } = useSession();
  const { label, proposedOn, confirmBy, opens } = period;
  const name = usePeriodName()(label);
  const isLate = today >= confirmBy;
  if (period.status === 'WITHDRAWING') {
    return (
      <Notice kind="info" title={t`The year ${name} is being taken back.`}>
        <Trans>
          The closed side of the service answers within a minute. If it was confirmed before, it stays.
        </Trans>
      </Notice>
    );
  }
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
      <p>
        <Trans>
          Is something wrong in it? Take it back, correct the headcounts or the sessions, and open it
          again. Once it is confirmed it stays.
        </Trans>
      </p>
      <TakeBack label={label} name={name} />
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

/** Years that were confirmed before they were taken back: both crossed on their way. */
export function ConfirmedBefore({ periods }: { periods: readonly Period[] }) {
  const nameOf = usePeriodName();
  const labels = periods.filter((one) => one.withdrawnOn !== null && one.confirmedBy !== null)
    .map(({ label }) => nameOf(label)).join(', ');
  if (labels === '') return null;
  return (
    <p className="soft">
      <Trans>{labels}: it was confirmed before it could be taken back. It stays as it is.</Trans>
    </p>
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
