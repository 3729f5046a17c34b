import { Trans, useLingui } from '@lingui/react/macro';
import { MODALITIES, momentName } from '../parts/words.ts';
import type { BookIntent } from '#wallet/intents';

/** Times that are being booked: there as soon as they are asked for, and until they are answered. */
export function BeingBooked({ bookings }: { bookings: readonly BookIntent[] }) {
  const { t, i18n } = useLingui();
  if (bookings.length === 0) return null;
  return (
    <section aria-labelledby="being-booked">
      <h2 id="being-booked"><Trans>Being booked</Trans></h2>
      <ul className="appointments">
        {bookings.map(({ slotId, startsAt, modality, minutes, practice }) => (
          <li key={slotId} className="card under-way" aria-busy="true">
            <p className="appointment-when">{momentName(startsAt, i18n.locale)}</p>
            <p>{practice.name} · {i18n._(MODALITIES[modality])} · {t`${minutes} minutes`}</p>
            <p><strong><Trans>It is being booked.</Trans></strong>{' '}
              <Trans>There is no answer yet. It comes here by itself, also if you lock this page. The session
                for it is set aside, and nothing is done twice.</Trans></p>
          </li>
        ))}
      </ul>
    </section>
  );
}
