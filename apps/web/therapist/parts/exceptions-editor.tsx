import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import type { Modality } from '../gql/vault/graphql.ts';
import { HoursEditor, type EditedHours } from './hours-editor.tsx';
import { dayAway } from './times.ts';

/** Days on which other hours hold, as they are being edited; no hours: away. */
export interface EditedException {
  readonly from: string;
  readonly until: string;
  readonly hours: readonly EditedHours[];
}

interface ExceptionsEditorProps {
  readonly exceptions: readonly EditedException[];
  readonly modalities: readonly Modality[];
  readonly onChange: (exceptions: readonly EditedException[]) => void;
}

/** Holidays and other days on which the weekly hours do not hold. */
export function ExceptionsEditor({ exceptions, modalities, onChange }: ExceptionsEditorProps) {
  const { t } = useLingui();
  const change = (place: number, part: Partial<EditedException>) => {
    onChange(exceptions.map((one, index) => (index === place ? { ...one, ...part } : one)));
  };
  const add = () => {
    const day = dayAway(7);
    onChange([...exceptions, { from: day, until: day, hours: [] }]);
  };
  return (
    <>
      {exceptions.map((one, place) => (
        <div className="card" key={place}>
          <div className="short-fields">
            <Field
              label={t`First day`} type="date" value={one.from} required
              onValue={(from) => { change(place, spanFrom(from, one.until)); }}
            />
            <Field
              label={t`Last day`} type="date" value={one.until} min={one.from} required
              onValue={(until) => { change(place, { until }); }}
            />
          </div>
          <HoursEditor
            legend={one.hours.length > 0 ? t`Hours instead` : t`Away`}
            hours={one.hours}
            modalities={modalities}
            onChange={(hours) => { change(place, { hours }); }}
          >
            <Button
              kind="quiet"
              aria-label={t`Remove exception from ${one.from}`}
              onClick={() => { onChange(exceptions.filter((_, index) => index !== place)); }}
            >
              {t`Remove exception`}
            </Button>
          </HoursEditor>
        </div>
      ))}
      <Button onClick={add}>
        {t`Add days away or other hours`}
      </Button>
      <p className="soft">
        <Trans>Booked sessions stay booked: cancel them on Today if you cannot keep them.</Trans>
      </p>
    </>
  );
}

/** A span from a day on: it does not end before it begins. */
function spanFrom(from: string, until: string) {
  return { from, until: until < from ? from : until };
}
