import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState } from '../../ui/notice.tsx';
import type { AvailabilityQuery } from '../gql/vault/graphql.ts';
import { clockTime, dayIn, dayInWords } from './times.ts';

/** The times that are free, and what clients are shown of them. */
export function OpenSlots({ provider }: { provider: AvailabilityQuery['provider'] }) {
  const { t, i18n } = useLingui();
  const { openSlots, timeZone } = provider;
  const days = Map.groupBy(openSlots, ({ startsAt }) => dayIn(timeZone, new Date(startsAt)));
  return (
    <section aria-labelledby="open">
      <h2 id="open" className="section"><Trans>Your free times</Trans></h2>
      <p className="soft">
        <Trans>
          Each client is shown a part of them, which stays the same until midnight (UTC): so nobody
          sees when somebody books. A time that you take away may still be shown until then, and is
          refused to whoever tries it.
        </Trans>
      </p>
      {openSlots.length === 0 ? (
        <EmptyState title={t`Nothing can be booked`}>
          <p><Trans>Add weekly hours above and save: the times appear here.</Trans></p>
        </EmptyState>
      ) : (
        <div className="slot-days">
          {[...days].slice(0, 12).map(([date, slots]) => (
            <div key={date}>
              <h3>{dayInWords(date, i18n.locale)}</h3>
              <p>
                {slots.map(({ id, startsAt }) => (
                  <span key={id}>{clockTime(startsAt, timeZone, i18n.locale)} </span>
                ))}
              </p>
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
