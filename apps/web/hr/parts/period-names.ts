import { useLingui } from '@lingui/react/macro';
import { readPeriod, readReport } from '#calendar/periods';
import { dateFormat } from '../../ui/locale.ts';

/** What periods are called in the language of the page: by their first and last months. */
export function usePeriodName(): (label: string) => string {
  const { i18n } = useLingui();
  const months = dateFormat(i18n.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (label) => {
    const days = readPeriod(label) ?? readReport(label);
    // With plain spaces: a thin one is found by no search, and says nothing in a CSV.
    return days ? months.formatRange(new Date(days.opens), new Date(days.last))
      .replaceAll(/\s/g, ' ') : label;
  };
}
