import { Trans, useLingui } from '@lingui/react/macro';
import type { PeriodLeft } from '#wallet/credits';
import { dayName } from './words.ts';

/** Whether sessions are of several years, or of one to come: then no one last day is theirs. */
export function spansYears(left: readonly PeriodLeft[], today: string): boolean {
  return left.length > 1 || left.some(({ opens }) => opens > today);
}

/**
 * Which appointments sessions pay for, a line for each year: those of one are good on its own days
 * alone, so none is said to last as long as another's.
 *
 * @param today the day that the service counts.
 */
export function LeftByYear({ left, today }: {
  readonly left: readonly PeriodLeft[]; readonly today: string;
}) {
  const { i18n } = useLingui();
  return left.map(({ period, sessions, ...days }) => {
    const [opens, last] = [dayName(days.opens, i18n.locale), dayName(days.last, i18n.locale)];
    return (
      <span key={period} className="soft">
        {days.opens <= today
          ? <Trans>{sessions} for appointments until {last}. Then they expire.</Trans>
          : <Trans>{sessions} for appointments from {opens} to {last}.</Trans>}
      </span>
    );
  });
}
