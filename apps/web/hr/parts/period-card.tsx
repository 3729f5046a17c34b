import { Trans } from '@lingui/react/macro';
import { daysBetween } from '#calendar/days';
import { nextPeriod } from '#calendar/periods';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import { currentPeriod, dayBefore, nextRelease } from './calendar.ts';
import { usePeriodName } from './period-names.ts';
import type { Programme } from './programmes.tsx';
import { canProposeAnew, isRefused, RefusedYear } from './refused-year.tsx';
import { useSession } from './session.tsx';
import { isProposed, WaitingYear } from './waiting-year.tsx';
import { OPENING_DAYS } from './years.ts';

/** The year that it is: the last day of its credits, and when its numbers appear. */
export function PeriodCard({ programme }: { programme: Programme }) {
  const { today, may } = useSession();
  const period = currentPeriod(programme, today);
  const nameOf = usePeriodName();
  const following = period && nextPeriod(period.label).label;
  const report = nextRelease({ periods: period ? [period] : [] }, today);
  const isNextOpen = programme.periods.some((one) => one.label === following);
  return (
    <section className="card" aria-labelledby="period">
      <h2 id="period">{period ? <Trans>The year {nameOf(period.label)}</Trans> : <Trans>The year</Trans>}</h2>
      {period ? (
        <>
          {isRefused(period) && <RefusedYear period={period} />}
          {isProposed(period) && <WaitingYear period={period} />}
          {!canProposeAnew(period) && (
            <dl className="facts">
              <dt><Trans>Last day of members’ credits</Trans></dt>
              <dd><When at={period.lastDay ?? dayBefore(period.closes)} /></dd>
              {report && (
                <>
                  <dt><Trans>Numbers are released</Trans></dt><dd><When at={report.releases} /></dd>
                </>
              )}
            </dl>
          )}
          {following && !isNextOpen && !programme.endsOn && !canProposeAnew(period) && may('openPeriod')
            && daysBetween(today, period.closes) <= OPENING_DAYS && (
            <p>
              <Trans>
                Open {nameOf(following)} and hand out its letters by{' '}
                <When at={dayBefore(period.closes)} absoluteOnly />, so that nobody is left without.
              </Trans>
            </p>
          )}
        </>
      ) : <p><Trans>Not open: nobody has credits for this year.</Trans></p>}
      {may('openPeriod') && (
        <Link className="button button-plain" href="/programme"><Trans>See the years</Trans></Link>
      )}
    </section>
  );
}
