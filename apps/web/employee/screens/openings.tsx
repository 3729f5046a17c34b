import type { I18n } from '@lingui/core';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { dateFormat, knownZone } from '../../ui/locale.ts';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { firstShownOn } from '#calendar/shown-weeks';
import type { Concern, Gender, Modality } from '#wallet/gql/vault/graphql';
import { today } from '../device/clock.ts';
import { CONCERNS, dayName, GENDERS, languageName, MODALITIES } from '../parts/words.ts';
import type { Opening } from '#wallet/care';
import { choicesOf, suits, type Practice, type Wishes } from '#wallet/directory';

const FIRST_SHOWN = 8;
const NO_WISHES = { languages: [], modality: null, gender: null, speciality: null } as const;

interface OpeningsProps {
  readonly openings: readonly Opening[];
  readonly practices: readonly Practice[];
  readonly wishes: Wishes;
  /** First day of the year that her sessions are of, while it is to come. */
  readonly from: string | null;
  readonly onWishes: (wishes: Wishes) => void;
  readonly onChosen: (opening: Opening) => void;
}

/** Free times that suit, soonest first; filters work on what is here already. */
export function Openings({ openings, practices, wishes, from, onWishes, onChosen }: OpeningsProps) {
  const { t, i18n } = useLingui();
  const [shown, setShown] = useState(FIRST_SHOWN);
  const [zone, setZone] = useState('');
  const byId = new Map(practices.map((one) => [one.id, one]));
  const fitting = openings.filter(({ providerId, slot }) => {
    const practice = byId.get(providerId);
    return practice && suits(practice, wishes)
      && (!wishes.modality || slot.modality === wishes.modality);
  });
  const isWishing = namesOf(wishes, i18n).length > 0;
  const days = Map.groupBy(fitting.slice(0, shown), ({ slot }) => dayOf(slot.startsAt, i18n.locale, zone));
  return (
    <div className="stack">
      <Filters {...{ practices, wishes, onWishes, zone }} onZone={setZone} />
      <p role="status" className="soft">
        {t`${plural(fitting.length, { one: '# time fits', other: '# times fit' })}`}
      </p>
      {from !== null && <OfNextYear from={from} />}
      {fitting.length === 0 && !isTooEarly(from) && (
        <EmptyState
          title={t`No time fits all of this`}
          next={isWishing && (
            <Button onClick={() => { onWishes({ jurisdiction: wishes.jurisdiction, ...NO_WISHES }); }}>
              <Trans>Leave out the wishes</Trans>
            </Button>
          )}
        >
          <p>{isWishing
            ? <Trans>Leave out one of the wishes above, or look again tomorrow.</Trans>
            : <Trans>Look again tomorrow. Your sessions stay on this device.</Trans>}</p>
        </EmptyState>
      )}
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={day}>
          <h2 className="day">{day}</h2>
          <ul className="times">
            {list.map((opening) => (
              <li key={opening.slot.id}>
                <button type="button" className="time" onClick={() => { onChosen(opening); }}>
                  <span className="time-at">{timeOf(opening.slot.startsAt, i18n.locale, zone)}</span>
                  <span>
                    {byId.get(opening.providerId)?.name}
                    <span className="soft">
                      {i18n._(MODALITIES[opening.slot.modality])} · {t`${opening.slot.minutes} minutes`}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {fitting.length > shown && (
        <div><Button onClick={() => { setShown(shown + FIRST_SHOWN); }}><Trans>Show later times</Trans></Button></div>
      )}
    </div>
  );
}

/** Whether no time of that day is shown yet, to anybody. */
function isTooEarly(from: string | null): boolean {
  return from !== null && today() < firstShownOn(from);
}

/** Sessions of a year to come pay for its own days alone, and these come into sight in time. */
function OfNextYear({ from }: { from: string }) {
  const { i18n } = useLingui();
  const [day, look] = [dayName(from, i18n.locale), dayName(firstShownOn(from), i18n.locale)];
  return (
    <Notice title={<Trans>Your sessions are for appointments from {day}</Trans>}>
      {isTooEarly(from) && (
        <p><Trans>Free times are shown four weeks ahead: look again from {look} on. Your sessions stay
          on this device.</Trans></p>
      )}
    </Notice>
  );
}

interface FiltersProps {
  readonly practices: readonly Practice[];
  readonly wishes: Wishes;
  readonly onWishes: (wishes: Wishes) => void;
  readonly zone: string;
  readonly onZone: (zone: string) => void;
}

function Filters({ practices, wishes, onWishes, zone, onZone }: FiltersProps) {
  const { t, i18n } = useLingui();
  const any = { value: '', label: t`Any` };
  const own = knownZone(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? t`here`;
  const inForce = namesOf(wishes, i18n);
  const zones = choicesOf(practices, ({ timeZone }) => [timeZone]).filter((one) => one !== own);
  return (
    <details className="more">
      <summary>{inForce.length > 0 ? t`Your wishes: ${inForce.join(', ')}` : t`Your wishes: none`}</summary>
      <div className="grid">
        <Select
          label={t`How you meet`}
          value={wishes.modality ?? ''}
          onValue={(one) => { onWishes({ ...wishes, modality: (one || null) as Modality | null }); }}
          options={[any, ...Object.entries(MODALITIES)
            .map(([one, label]) => ({ value: one, label: i18n._(label) }))]}
        />
        <Select
          label={t`Language`}
          value={wishes.languages[0] ?? ''}
          onValue={(one) => { onWishes({ ...wishes, languages: one ? [one] : [] }); }}
          options={[any, ...choicesOf(practices, ({ languages }) => languages, wishes.languages)
            .map((one) => ({ value: one, label: languageName(one, i18n.locale) }))]}
        />
        <Select
          label={t`The therapist is a`}
          value={wishes.gender ?? ''}
          onValue={(one) => { onWishes({ ...wishes, gender: (one || null) as Gender | null }); }}
          options={[any, ...Object.entries(GENDERS)
            .map(([one, label]) => ({ value: one, label: i18n._(label) }))]}
        />
        <Select
          label={t`Versed in`}
          value={wishes.speciality ?? ''}
          onValue={(one) => { onWishes({ ...wishes, speciality: (one || null) as Concern | null }); }}
          options={[any, ...choicesOf(
            practices, ({ specialities }) => specialities, wishes.speciality ? [wishes.speciality] : [])
            .map((one) => ({ value: one, label: i18n._(CONCERNS[one]) }))]}
        />
        <Select
          label={t`Times are shown for`}
          value={zone}
          onValue={onZone}
          options={[{ value: '', label: own }, ...zones.map((one) => ({ value: one, label: one }))]}
        />
      </div>
    </details>
  );
}

/** Every wish that is in force, by name: whatever keeps times away is shown. */
function namesOf({ languages, modality, gender, speciality }: Wishes, i18n: I18n): string[] {
  return [
    ...languages.map((one) => languageName(one, i18n.locale)),
    ...(modality ? [i18n._(MODALITIES[modality])] : []),
    ...(gender ? [i18n._(GENDERS[gender])] : []),
    ...(speciality ? [i18n._(CONCERNS[speciality])] : []),
  ];
}

function dayOf(iso: string, language: string, timeZone: string): string {
  return dateFormat(language, {
    weekday: 'long', day: 'numeric', month: 'long', ...(timeZone ? { timeZone } : {}),
  }).format(new Date(iso));
}

function timeOf(iso: string, language: string, timeZone: string): string {
  return dateFormat(language, {
    hour: 'numeric', minute: '2-digit', ...(timeZone ? { timeZone } : {}),
  }).format(new Date(iso));
}
