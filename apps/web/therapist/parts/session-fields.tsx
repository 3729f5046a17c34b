import { useLingui } from '@lingui/react/macro';
import { Field, Select } from '../../ui/field.tsx';
import type { Modality } from '../gql/vault/graphql.ts';
import { MODALITIES } from './words.ts';

const WAYS: readonly Modality[] = ['VIDEO', 'PHONE', 'IN_PERSON'];

/** When and how a session is held that a credit on paper pays for. */
export interface HeldAs {
  readonly serviceDate: string;
  readonly modality: Modality;
  /** As it is typed. */
  readonly minutes: string;
}

interface SessionFieldsProps {
  readonly value: HeldAs;
  readonly onValue: (value: HeldAs) => void;
}

/** Day, way of meeting and minutes. */
export function SessionFields({ value, onValue }: SessionFieldsProps) {
  const { t, i18n } = useLingui();
  return (
    <div className="short-fields">
      <Field
        label={t`Day of the session`} type="date" value={value.serviceDate} required
        onValue={(serviceDate) => { onValue({ ...value, serviceDate }); }}
      />
      <Select
        label={t`Way of meeting`} value={value.modality}
        onValue={(way) => { onValue({ ...value, modality: way as Modality }); }}
        options={WAYS.map((way) => ({ value: way, label: i18n._(MODALITIES[way]) }))}
      />
      <Field
        label={t`Minutes`} type="number" min={15} max={180} value={value.minutes} required
        onValue={(minutes) => { onValue({ ...value, minutes }); }}
      />
    </div>
  );
}
