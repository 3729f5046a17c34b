import { Trans } from '@lingui/react/macro';
import { nextPeriod, quarterOf } from '#calendar/periods';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import { currentPeriod, dayBefore, daysBetween } from './calendar.ts';
import type { Programme } from './programmes.tsx';
import { canProposeAnew, isRefused, RefusedQuarter } from './refused-quarter.tsx';
import { useSession } from './session.tsx';
import { isProposed, WaitingQuarter } from './waiting-quarter.tsx';

const WARNING_DAYS = 45;

/** The quarter that it is: the last day of its credits, and when its numbers appear. */
export function PeriodCard({ programme }: { programme: Programme }) {
  const { today, may } = useSession();
  const period = currentPeriod(programme, today);
  const label = quarterOf(today).label;
  const following = nextPeriod(label).label;
  const isNextOpen = programme.periods.some((one) => one.label === following);
  return (
    <section className="card" aria-labelledby="period">
      <h2 id="period"><Trans>Quarter {label}</Trans></h2>
      {period ? (
        <>
          {isRefused(period) && <RefusedQuarter period={period} />}
          {isProposed(period) && <WaitingQuarter period={period} />}
          {!canProposeAnew(period) && (
            <dl className="facts">
              <dt><Trans>Last day of members’ credits</Trans></dt>
              <dd><When at={dayBefore(period.closes)} /></dd>
              <dt><Trans>Numbers are released</Trans></dt><dd><When at={period.releases} /></dd>
            </dl>
          )}
          {!isNextOpen && !canProposeAnew(period) && may('openPeriod')
            && daysBetween(today, period.closes) <= WARNING_DAYS && (
            <p>
              <Trans>
                Open {following} and hand out its letters by{' '}
                <When at={dayBefore(period.closes)} absoluteOnly />, so that nobody is left without.
              </Trans>
            </p>
          )}
        </>
      ) : <p><Trans>Not open: nobody has credits for this quarter.</Trans></p>}
      {may('openPeriod') && (
        <Link className="button button-plain" href="/programme"><Trans>See the quarters</Trans></Link>
      )}
    </section>
  );
}
