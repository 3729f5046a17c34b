import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask } from '../../ui/task.ts';
import {
  AvailabilityDocument, SetAvailabilityDocument, type AvailabilityFormFragment,
  type AvailabilityQuery, type Modality, type SetAvailabilityMutation,
} from '../gql/vault/graphql.ts';
import { ExceptionsEditor, type EditedException } from '../parts/exceptions-editor.tsx';
import { Failure } from '../parts/failure.tsx';
import { HoursEditor, type EditedHours } from '../parts/hours-editor.tsx';
import { OpenSlots } from '../parts/open-slots.tsx';
import { ask } from '../parts/session.ts';
import { keyOf, settleKey } from '../parts/deed-keys.ts';
import { useAnswer } from '../parts/use-answer.ts';
import { HOURS_FAULTS, WEEKDAYS } from '../parts/words.ts';

const WORKING_DAYS = 5;

type Provider = AvailabilityQuery['provider'];

/** When clients can book: weekly hours, exceptions, buffers, notice, and what follows from them. */
export default function Availability() {
  const { t } = useLingui();
  const known = useAnswer('availability', AvailabilityDocument, {});
  const provider = known.value?.provider;
  return (
    <Page title={t`Availability`}>
      {known.error !== undefined
        && <Failure error={known.error} onRetry={() => { void known.refresh(); }} />}
      {!provider && known.busy && <p role="status"><Trans>Opening your hours …</Trans></p>}
      {provider && (
        <>
          <Editor
            key={provider.availability.version} provider={provider} onSaved={known.refresh}
          />
          <OpenSlots provider={provider} />
        </>
      )}
    </Page>
  );
}

interface EditorProps {
  readonly provider: Provider;
  readonly onSaved: () => Promise<unknown>;
}

interface Draft {
  readonly noticeHours: string;
  readonly bufferBefore: string;
  readonly bufferAfter: string;
  readonly week: readonly (readonly EditedHours[])[];
  readonly exceptions: readonly EditedException[];
}

type Outcome = SetAvailabilityMutation['setAvailability'];

/** What was saved last: the form is made anew with the new version, and tells it then. */
let lastSaved: Outcome | undefined;

/** The hours as they are being edited, and how their saving fares. */
function useDraft({ provider, onSaved }: EditorProps) {
  const { availability } = provider;
  const [draft, setDraft] = useState(() => draftOf(availability));
  const [saved, setSaved] = useState(lastSaved);
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    // What stands there now is not what was saved, and may not even be sent.
    setSaved(undefined);
    if (save.value && save.value.__typename !== 'AvailabilityConflict') save.reset();
  };
  const save = useTask(async (signal) => {
    const plan = { ...inputOf(draft), version: availability.version };
    const deed = `availability:${JSON.stringify(plan)}`;
    const { setAvailability } = await ask(signal, SetAvailabilityDocument,
      { input: { ...plan, idempotencyKey: keyOf(deed) } });
    settleKey(deed);
    const isSet = setAvailability.__typename === 'AvailabilitySet';
    lastSaved = isSet ? setAvailability : undefined;
    if (isSet) await onSaved();
    return setAvailability;
  });
  useEffect(() => { lastSaved = undefined; }, []);
  return { draft, change, save, outcome: save.value ?? (save.busy ? undefined : saved) };
}

function Editor(props: EditorProps) {
  const { t } = useLingui();
  const { modalities, availability } = props.provider;
  const { draft, change, save, outcome } = useDraft(props);
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save.run(); }}>
      <p className="soft">
        <Trans>
          Hours are local time in {availability.timeZone}, also when the clocks change. Times to
          book are made from them eight weeks ahead. Hours that end before they begin run past
          midnight: 22:00 to 02:00 ends on the next day.
        </Trans>
      </p>
      <h2><Trans>Weekly hours</Trans></h2>
      <Week
        week={draft.week} modalities={modalities} onChange={(week) => { change({ week }); }}
      />
      <h2 className="section"><Trans>Around a session</Trans></h2>
      <Around draft={draft} onChange={change} />
      <h2><Trans>Days away and other hours</Trans></h2>
      <ExceptionsEditor
        exceptions={draft.exceptions} modalities={modalities}
        onChange={(exceptions) => { change({ exceptions }); }}
      />
      {save.error !== undefined && <Failure error={save.error} />}
      {outcome && <Saved outcome={outcome} draft={draft} onReload={props.onSaved} />}
      <Button kind="primary" type="submit" busy={save.busy}>{t`Save availability`}</Button>
    </form>
  );
}

interface WeekProps {
  readonly week: Draft['week'];
  readonly modalities: readonly Modality[];
  readonly onChange: (week: Draft['week']) => void;
}

function Week({ week, modalities, onChange }: WeekProps) {
  const { t, i18n } = useLingui();
  const [monday = []] = week;
  const copy = () => { onChange(week.map((own, at) => (at < WORKING_DAYS ? monday : own))); };
  return (
    <>
      {week.every((hours) => hours.length === 0) && (
        <Notice
          title={t`Begin with an ordinary week, then change it`}
          next={(
            <Button onClick={() => { onChange(ordinaryWeek(modalities)); }}>
              {t`Monday to Friday, 9 to 12 and 13 to 17`}
            </Button>
          )}
        />
      )}
      {WEEKDAYS.map((name, weekday) => (
        <HoursEditor
          key={weekday}
          legend={i18n._(name)}
          hours={week[weekday] ?? []}
          modalities={modalities}
          onChange={(hours) => { onChange(week.with(weekday, hours)); }}
        >
          {weekday === 0 && monday.length > 0 && (
            <Button kind="quiet" onClick={copy}>{t`Copy Monday to Friday`}</Button>
          )}
        </HoursEditor>
      ))}
    </>
  );
}

interface AroundProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Around({ draft, onChange }: AroundProps) {
  const { t } = useLingui();
  return (
    <div className="short-fields">
      <Field
        label={t`Free before (minutes)`} type="number" min={0} max={120} required
        value={draft.bufferBefore} onValue={(bufferBefore) => { onChange({ bufferBefore }); }}
      />
      <Field
        label={t`Free after (minutes)`} type="number" min={0} max={120} required
        value={draft.bufferAfter} onValue={(bufferAfter) => { onChange({ bufferAfter }); }}
      />
      <Field
        label={t`Notice (hours)`} type="number" min={0} max={336} required
        hint={t`A time can be booked until so many hours before.`}
        value={draft.noticeHours} onValue={(noticeHours) => { onChange({ noticeHours }); }}
      />
    </div>
  );
}

interface SavedProps {
  readonly outcome: SetAvailabilityMutation['setAvailability'];
  readonly draft: Draft;
  readonly onReload: () => Promise<unknown>;
}

function Saved({ outcome, draft, onReload }: SavedProps) {
  const { t, i18n } = useLingui();
  const row = outcome.__typename === 'AvailabilityRefused' ? rowOf(outcome.field, draft) : undefined;
  const fault = outcome.__typename === 'AvailabilityRefused'
    ? HOURS_FAULTS[outcome.code] : undefined;
  switch (outcome.__typename) {
    case 'AvailabilitySet': return (
      <Notice kind="ok" title={t`Saved: ${plural(outcome.openSlots, {
        one: '# time can be booked', other: '# times can be booked' })}`} />
    );
    case 'AvailabilityConflict': return (
      <Notice
        kind="error" title={t`Your hours were changed in another window`}
        next={<Button onClick={() => { void onReload(); }}>{t`Load the newest hours`}</Button>}
      >
        <p><Trans>What you changed here is not saved. Load the newest, then change that.</Trans></p>
      </Notice>
    );
    case 'AvailabilityRefused': return (
      <Notice kind="error" title={t`These hours do not fit together`}>
        {row && (
          <p><strong>{row.weekday && i18n._(row.weekday)} {row.words}</strong></p>
        )}
        <p>{fault ? i18n._(fault) : outcome.message}</p>
      </Notice>
    );
    default: return null;
  }
}

/** The row that a refusal names, `rules.2` or `exceptions.0.hours.1`, as it stands in the form. */
function rowOf(field: string, draft: Draft) {
  const [list, place, , row] = field.split('.');
  const { rules, exceptions } = inputOf(draft);
  const rule = list === 'rules' ? rules[Number(place)] : undefined;
  if (rule) {
    return { weekday: WEEKDAYS[rule.weekday - 1], words: `${rule.from}–${rule.until}` };
  }
  const exception = exceptions[Number(place)];
  const hours = exception?.hours[Number(row)];
  return exception && {
    weekday: undefined,
    words: `${exception.from} – ${exception.until}${hours ? `, ${hours.from}–${hours.until}` : ''}`,
  };
}

function draftOf(availability: AvailabilityFormFragment): Draft {
  const { rules, exceptions, noticeHours, bufferBefore, bufferAfter } = availability;
  return {
    noticeHours: String(noticeHours), bufferBefore: String(bufferBefore),
    bufferAfter: String(bufferAfter), exceptions,
    week: [1, 2, 3, 4, 5, 6, 7].map((day) => rules.filter(({ weekday }) => weekday === day)),
  };
}

function ordinaryWeek([modality = 'VIDEO']: readonly Modality[]): EditedHours[][] {
  const hours = [{ from: '09:00', until: '12:00' }, { from: '13:00', until: '17:00' }]
    .map((span) => ({ ...span, minutes: 50, modality }));
  return [hours, hours, hours, hours, hours, [], []];
}

function inputOf({ week, exceptions, ...numbers }: Draft) {
  const plain = ({ from, until, minutes, modality }: EditedHours) =>
    ({ from, until, minutes, modality });
  return {
    noticeHours: Number(numbers.noticeHours),
    bufferBefore: Number(numbers.bufferBefore),
    bufferAfter: Number(numbers.bufferAfter),
    rules: week.flatMap((hours, at) => hours.map((one) => ({ weekday: at + 1, ...plain(one) }))),
    exceptions: exceptions.map(({ from, until, hours }) =>
      ({ from, until, hours: hours.map(plain) })),
  };
}
