import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask } from '../../ui/task.ts';
import {
  AvailabilityDocument, SetAvailabilityDocument, type AvailabilityFormFragment,
  type AvailabilityQuery, type SetAvailabilityMutation,
} from '../gql/vault/graphql.ts';
import { ExceptionsEditor, type EditedException } from '../parts/exceptions-editor.tsx';
import { Failure } from '../parts/failure.tsx';
import { HoursEditor, type EditedHours } from '../parts/hours-editor.tsx';
import { ask } from '../parts/session.ts';
import { clockTime, dayIn, dayInWords } from '../parts/times.ts';
import { useAnswer } from '../parts/use-answer.ts';
import { WEEKDAYS } from '../parts/words.ts';

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

let lastSaved: SetAvailabilityMutation['setAvailability'] | undefined;

function Editor({ provider, onSaved }: EditorProps) {
  const { t, i18n } = useLingui();
  const { modalities, availability } = provider;
  const [draft, setDraft] = useState(() => draftOf(availability));
  const change = (part: Partial<Draft>) => { setDraft((before) => ({ ...before, ...part })); };
  const save = useTask(async (signal) => {
    const input = { ...inputOf(draft), version: availability.version };
    const { setAvailability } = await ask(signal, SetAvailabilityDocument,
      { input: { ...input, idempotencyKey: crypto.randomUUID() } });
    lastSaved = setAvailability;
    if (setAvailability.__typename === 'AvailabilitySet') await onSaved();
    return setAvailability;
  });
  const [saved] = useState(lastSaved);
  const outcome = save.value ?? (saved?.__typename === 'AvailabilitySet' ? saved : undefined);
  const day = (weekday: number) => (
    <HoursEditor
      key={weekday}
      legend={i18n._(WEEKDAYS[weekday]!)}
      hours={draft.week[weekday] ?? []}
      modalities={modalities}
      onChange={(hours) => { change({ week: draft.week.with(weekday, hours) }); }}
    >
      {weekday === 0 && (draft.week[0]?.length ?? 0) > 0 && (
        <Button
          kind="quiet"
          onClick={() => {
            change({ week: draft.week.map((own, at) => (at < 5 ? draft.week[0]! : own)) });
          }}
        >
          {t`Copy Monday to Friday`}
        </Button>
      )}
    </HoursEditor>
  );
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save.run(); }}>
      <p className="soft">
        <Trans>
          Hours are local time in {availability.timeZone}, also when the clocks change. Times to
          book are made from them eight weeks ahead.
        </Trans>
      </p>
      <h2><Trans>Weekly hours</Trans></h2>
      {[0, 1, 2, 3, 4, 5, 6].map(day)}
      <h2 className="section"><Trans>Around a session</Trans></h2>
      <div className="short-fields">
        <Field
          label={t`Free before (minutes)`} type="number" min={0} max={120} required
          value={draft.bufferBefore} onValue={(bufferBefore) => { change({ bufferBefore }); }}
        />
        <Field
          label={t`Free after (minutes)`} type="number" min={0} max={120} required
          value={draft.bufferAfter} onValue={(bufferAfter) => { change({ bufferAfter }); }}
        />
        <Field
          label={t`Notice (hours)`} type="number" min={0} max={336} required
          hint={t`A time can be booked until so many hours before.`}
          value={draft.noticeHours} onValue={(noticeHours) => { change({ noticeHours }); }}
        />
      </div>
      <h2><Trans>Days away and other hours</Trans></h2>
      <ExceptionsEditor
        exceptions={draft.exceptions} modalities={modalities}
        onChange={(exceptions) => { change({ exceptions }); }}
      />
      {save.error !== undefined && <Failure error={save.error} />}
      {outcome && <Saved outcome={outcome} onReload={onSaved} />}
      <Button kind="primary" type="submit" busy={save.busy}>{t`Save availability`}</Button>
    </form>
  );
}

interface SavedProps {
  readonly outcome: SetAvailabilityMutation['setAvailability'];
  readonly onReload: () => Promise<unknown>;
}

function Saved({ outcome, onReload }: SavedProps) {
  const { t, i18n } = useLingui();
  switch (outcome.__typename) {
    case 'AvailabilitySet': return (
      <Notice kind="ok" title={t`Saved: ${outcome.openSlots} times can be booked`} />
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
        <p lang={i18n.locale === 'en' ? undefined : 'en'}>{outcome.message}</p>
      </Notice>
    );
    default: return null;
  }
}

function OpenSlots({ provider }: { provider: Provider }) {
  const { t, i18n } = useLingui();
  const { openSlots, timeZone } = provider;
  const days = Map.groupBy(openSlots, ({ startsAt }) => dayIn(timeZone, new Date(startsAt)));
  return (
    <section aria-labelledby="open">
      <h2 id="open" className="section"><Trans>What clients can book now</Trans></h2>
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
                {slots.map(({ startsAt }) => clockTime(startsAt, timeZone, i18n.locale)).join(', ')}
              </p>
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

function draftOf(availability: AvailabilityFormFragment): Draft {
  const { rules, exceptions, noticeHours, bufferBefore, bufferAfter } = availability;
  return {
    noticeHours: String(noticeHours), bufferBefore: String(bufferBefore),
    bufferAfter: String(bufferAfter), exceptions,
    week: [1, 2, 3, 4, 5, 6, 7].map((day) => rules.filter(({ weekday }) => weekday === day)),
  };
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
