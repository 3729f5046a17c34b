import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import type { Modality } from '../gql/vault/graphql.ts';
import { MODALITIES } from './words.ts';

/** Hours as they are being edited. */
export interface EditedHours {
  readonly from: string;
  readonly until: string;
  readonly minutes: number;
  readonly modality: Modality;
}

interface HoursEditorProps {
  /** The day or days that the hours are for: heads the group. */
  readonly legend: string;
  readonly hours: readonly EditedHours[];
  readonly modalities: readonly Modality[];
  readonly onChange: (hours: readonly EditedHours[]) => void;
  /** Further buttons behind "Add hours". */
  readonly children?: React.ReactNode;
}

/** Hours of one day: any number of spans, each cut into sessions of one length. */
export function HoursEditor(props: HoursEditorProps) {
  const { legend, hours, modalities, onChange, children } = props;
  const { t } = useLingui();
  const add = () => {
    const last = hours.at(-1);
    const [modality = 'VIDEO'] = modalities;
    onChange([...hours, last
      ? { ...last, from: last.until, until: later(last.until) }
      : { from: '09:00', until: '12:00', minutes: 50, modality }]);
  };
  return (
    <fieldset className="hours">
      <legend>{legend}</legend>
      <div className="hours-rows">
        {hours.map((one, place) => (
          <Span
            key={place} legend={legend} hours={one} modalities={modalities}
            onChange={(part) => { onChange(hours.with(place, { ...one, ...part })); }}
            onRemove={() => { onChange(hours.filter((_, index) => index !== place)); }}
          />
        ))}
        <div className="hours-row">
          <Button kind="quiet" onClick={add} aria-label={t`${legend}: add hours`}>
            {t`Add hours`}
          </Button>
          {children}
        </div>
      </div>
    </fieldset>
  );
}

interface SpanProps {
  readonly legend: string;
  readonly hours: EditedHours;
  readonly modalities: readonly Modality[];
  readonly onChange: (part: Partial<EditedHours>) => void;
  readonly onRemove: () => void;
}

function Span({ legend, hours, modalities, onChange, onRemove }: SpanProps) {
  const { t, i18n } = useLingui();
  const { from, until, minutes, modality } = hours;
  return (
    <div className="hours-row">
      <input
        type="time" step={300} value={from} required aria-label={t`${legend}: from`}
        onChange={(event) => { onChange({ from: event.target.value }); }}
      />
      <span aria-hidden="true">–</span>
      <input
        type="time" step={300} value={until === '24:00' ? '00:00' : until} required
        aria-label={t`${legend}: until`}
        onChange={(event) => { onChange({ until: midnight(event.target.value) }); }}
      />
      <input
        type="number" min={15} max={180} step={5} value={minutes} required
        aria-label={t`${legend}: minutes of one session`}
        onChange={(event) => { onChange({ minutes: Number(event.target.value) }); }}
      />
      <span aria-hidden="true"><Trans>min</Trans></span>
      <select
        value={modality} aria-label={t`${legend}: way of meeting`}
        onChange={(event) => { onChange({ modality: event.target.value as Modality }); }}
      >
        {modalities.map((each) => (
          <option key={each} value={each}>{i18n._(MODALITIES[each])}</option>
        ))}
      </select>
      <Button
        kind="quiet" aria-label={t`${legend}: remove ${from} to ${until}`} onClick={onRemove}
      >
        {t`Remove`}
      </Button>
    </div>
  );
}

/** The end of a span: a time field can't say 24:00. */
function midnight(value: string): string {
  return value === '00:00' ? '24:00' : value;
}

function later(time: string): string {
  const hour = Math.min(24, Number(time.slice(0, 2)) + 2);
  return hour === 24 ? '24:00' : `${String(hour).padStart(2, '0')}${time.slice(2)}`;
}
