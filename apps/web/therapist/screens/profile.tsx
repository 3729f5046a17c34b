import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { isLanguage } from '#platform/text/languages';
import { canonicalZone, canonicalZones } from '#platform/text/time-zones';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Check, Field, Select } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask } from '../../ui/task.ts';
import {
  ProfileDocument, UpdateProfileDocument, type Concern, type Gender, type Modality,
  type ProfileQuery, type UpdateProfileMutation,
} from '../gql/vault/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { meetingDraft, MeetingFields, writtenMeeting } from '../parts/meeting-fields.tsx';
import { ask } from '../parts/session.ts';
import { dayAway } from '../parts/times.ts';
import { keyOf, settleKey } from '../parts/deed-keys.ts';
import { useAnswer } from '../parts/use-answer.ts';
import { CONCERNS, GENDERS, MODALITIES } from '../parts/words.ts';

type Provider = ProfileQuery['provider'];
type Saved = UpdateProfileMutation['updateProfile'];
type Licence = Provider['licences'][number];

/** What the directory says of the therapist, and the licences that she works under. */
export default function Profile() {
  const { t } = useLingui();
  const known = useAnswer('profile', ProfileDocument, {});
  const provider = known.value?.provider;
  return (
    <Page title={t`Profile`}>
      {known.error !== undefined
        && <Failure error={known.error} onRetry={() => { void known.refresh(); }} />}
      {!provider && known.busy && <p role="status"><Trans>Opening your profile …</Trans></p>}
      {provider && (
        <>
          <p><strong>{provider.name}</strong> · <span className="mono">{provider.login}</span></p>
          <Licences licences={provider.licences} />
          <Practice provider={provider} onSaved={known.refresh} />
        </>
      )}
    </Page>
  );
}

function Licences({ licences }: { licences: readonly Licence[] }) {
  const { t } = useLingui();
  const columns: readonly Column<Licence>[] = [
    { id: 'where', title: t`Where`, cell: ({ jurisdiction }) => jurisdiction },
    { id: 'number', title: t`Number`, cell: ({ number }) => <span className="mono">{number}</span> },
    { id: 'until', title: t`Valid until`, cell: ({ expires }) => <When at={expires} /> },
    { id: 'state', title: t`State`, cell: ({ expires }) => <LicenceState expires={expires} /> },
  ];
  return (
    <section aria-labelledby="licences">
      <h2 id="licences"><Trans>Licences</Trans></h2>
      <DataTable
        caption={t`Licences as the operator has seen them`} hideCaption columns={columns}
        rows={licences} keyOf={({ jurisdiction }) => jurisdiction}
      />
      <p className="soft">
        <Trans>
          Clients are referred to you only where a licence is valid on the day. Send a renewal or a
          new licence to the operator, who checks and enters it.
        </Trans>
      </p>
    </section>
  );
}

function LicenceState({ expires }: { expires: string }) {
  const { t } = useLingui();
  if (expires < dayAway(0)) {
    return <span className="pill pill-error">{t`Ended: send its renewal`}</span>;
  }
  if (expires < dayAway(60)) {
    return <span className="pill pill-warn">{t`Ends soon: renew it`}</span>;
  }
  return <span className="pill pill-ok">{t`Valid`}</span>;
}

interface PracticeProps {
  readonly provider: Provider;
  readonly onSaved: () => Promise<unknown>;
}

/** The practice as it is being edited, and how its saving fares. */
function usePractice({ provider, onSaved }: PracticeProps) {
  const [draft, setDraft] = useState({
    ...provider, languages: provider.languages.join(', '), meeting: meetingDraft(provider.meeting),
  });
  /** Codes of no language among those that were typed, once saving was tried. */
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const change = (part: Partial<typeof draft>) => {
    setDraft((old) => ({ ...old, ...part }));
    // What stands there now is not what was saved, and may not even be sent.
    if (save.value?.__typename === 'ProfileUpdated') save.reset();
  };
  const save = useTask(async (signal) => {
    const { gender, timeZone, specialities, modalities } = draft;
    const typed = draft.languages.toLowerCase().split(/[\s,]+/).filter(Boolean);
    const languages = [...new Set(typed)];
    setUnknown(languages.filter((code) => !isLanguage(code)));
    if (!languages.every(isLanguage)) return undefined;
    const meeting = writtenMeeting(draft.meeting, modalities);
    const profile = { gender, timeZone, specialities, modalities, languages, meeting };
    const deed = `profile:${JSON.stringify(profile)}`;
    const { updateProfile } = await ask(signal, UpdateProfileDocument,
      { input: { ...profile, idempotencyKey: keyOf(deed) } });
    settleKey('profile:');
    if (updateProfile.__typename === 'ProfileUpdated') void onSaved();
    return updateProfile;
  });
  return { draft, change, save, unknown };
}

function Practice(props: PracticeProps) {
  const { t, i18n } = useLingui();
  const { draft, change, save, unknown } = usePractice(props);
  // One that this browser does not know yet is offered as it is.
  const zone = canonicalZone(draft.timeZone) ?? draft.timeZone;
  const zones = [...new Set([zone, ...canonicalZones()])].sort();
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save.run(); }}>
      <h2><Trans>What the directory says</Trans></h2>
      <Field
        label={t`Languages`} value={draft.languages} required
        onValue={(languages) => { change({ languages }); }}
        pattern="\s*[a-zA-Z]{2}([\s,]+[a-zA-Z]{2})*\s*"
        hint={t`Two-letter codes with commas between them: en, es, de`}
        error={unknown.length > 0
          ? t`There is no language “${unknown.join(', ')}”: nothing was saved.` : undefined}
      />
      <Several
        legend={t`Specialities`} words={CONCERNS} chosen={draft.specialities}
        onChosen={(specialities) => { change({ specialities: specialities as Concern[] }); }}
      />
      <Several
        legend={t`Ways of meeting`} words={MODALITIES} chosen={draft.modalities}
        onChosen={(modalities) => { change({ modalities: modalities as Modality[] }); }}
      />
      <MeetingFields
        draft={draft.meeting} modalities={draft.modalities} refused={save.value}
        onChange={(meeting) => { change({ meeting }); }}
      />
      <Select
        label={t`Gender, as clients see it`} value={draft.gender}
        onValue={(value) => { change({ gender: value as Gender }); }}
        options={(Object.keys(GENDERS) as Gender[]).map((value) =>
          ({ value, label: i18n._(GENDERS[value]) }))}
      />
      <Select
        label={t`Time zone`} value={zone}
        onValue={(timeZone) => { change({ timeZone }); }}
        hint={t`Your weekly hours move with it; what is booked stays at its moment.`}
        options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      />
      {save.error !== undefined && <Failure error={save.error} />}
      <PracticeSaved outcome={save.value} />
      <Button
        kind="primary" type="submit" busy={save.busy}
        disabled={draft.specialities.length === 0 || draft.modalities.length === 0}
      >
        {t`Save profile`}
      </Button>
    </form>
  );
}

function PracticeSaved({ outcome }: { outcome: Saved | undefined }) {
  const { t } = useLingui();
  if (outcome?.__typename === 'ProfileUpdated') {
    return <Notice kind="ok" title={t`Saved: the directory shows it within minutes`} />;
  }
  if (outcome?.__typename !== 'ProfileRefused') return null;
  if (outcome.field) {
    return <Notice kind="error" title={t`Nothing was saved: correct the field that is marked`} />;
  }
  return (
    <Notice kind="error" title={t`Your weekly hours use a way of meeting that you leave out`}>
      <p><Trans>Change the hours in Availability first, then come back.</Trans></p>
    </Notice>
  );
}

interface SeveralProps {
  readonly legend: string;
  readonly words: Readonly<Record<string, MessageDescriptor>>;
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}

function Several({ legend, words, chosen, onChosen }: SeveralProps) {
  const { i18n } = useLingui();
  return (
    <fieldset className="checks">
      <legend>{legend}</legend>
      {Object.entries(words).map(([value, word]) => (
        <Check
          key={value} label={i18n._(word)} checked={chosen.includes(value)}
          onChecked={(checked) => {
            onChosen(checked ? [...chosen, value] : chosen.filter((one) => one !== value));
          }}
        />
      ))}
    </fieldset>
  );
}
