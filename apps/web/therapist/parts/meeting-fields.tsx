import { Trans, useLingui } from '@lingui/react/macro';
import { Field, TextArea } from '../../ui/field.tsx';
import type {
  MeetingDetailsInput, MeetingFormFragment, Modality, UpdateProfileMutation,
} from '../gql/vault/graphql.ts';
import { MEETING_FAULTS } from './words.ts';

/** Details of meeting as they are being edited. */
export type MeetingDraft = Readonly<
  Record<'address' | 'directions' | 'atTheDoor' | 'phone' | 'videoLink', string>>;

/** What is kept, to be edited. */
export function meetingDraft({ inPerson, phone, videoLink }: MeetingFormFragment): MeetingDraft {
  return {
    address: inPerson?.address ?? '', directions: inPerson?.directions ?? '',
    atTheDoor: inPerson?.atTheDoor ?? '', phone: phone ?? '', videoLink: videoLink ?? '',
  };
}

/** What is sent: details of the ways that are offered, and of no others. */
export function writtenMeeting(
  { phone, videoLink, ...inPerson }: MeetingDraft, modalities: readonly Modality[],
): MeetingDetailsInput {
  return {
    inPerson: modalities.includes('IN_PERSON') ? inPerson : null,
    phone: modalities.includes('PHONE') ? phone : null,
    videoLink: modalities.includes('VIDEO') ? videoLink : null,
  };
}

interface MeetingFieldsProps {
  readonly draft: MeetingDraft;
  readonly modalities: readonly Modality[];
  /** The answer to the last saving, which may name a field. */
  readonly refused: UpdateProfileMutation['updateProfile'] | undefined;
  readonly onChange: (draft: MeetingDraft) => void;
}

/** Where clients go, which number they call, which link they open: asked for what is offered. */
export function MeetingFields({ draft, modalities, refused, onChange }: MeetingFieldsProps) {
  const { t, i18n } = useLingui();
  const field = (name: keyof MeetingDraft, path: string) => {
    const isWrong = refused?.__typename === 'ProfileRefused' && refused.field === `meeting.${path}`;
    const word = isWrong ? MEETING_FAULTS[refused.code] ?? MEETING_FAULTS['TEXT_EMPTY'] : undefined;
    return {
      value: draft[name], error: word && i18n._(word),
      onValue: (value: string) => { onChange({ ...draft, [name]: value }); },
    };
  };
  if (modalities.length === 0) return null;
  return (
    <fieldset className="meeting">
      <legend><Trans>How your clients find you</Trans></legend>
      <p className="soft">
        <Trans>
          Told to a client once a session is booked, and to nobody before. Who has booked sees a
          change at once, and that it is one.
        </Trans>
      </p>
      {modalities.includes('VIDEO') && (
        <Field
          {...field('videoLink', 'videoLink')} label={t`Your video room`} required inputMode="url"
          hint={t`A link of your own that begins with https://. Clients see the name of its service.`}
        />
      )}
      {modalities.includes('PHONE') && (
        <Field
          {...field('phone', 'phone')} label={t`Number that clients call`} required type="tel"
          hint={t`With the code of the country: +49 30 1234567. They call you, without showing theirs: let such calls through.`}
        />
      )}
      {modalities.includes('IN_PERSON') && (
        <>
          <TextArea
            {...field('address', 'inPerson.address')} label={t`Address of the practice`} required
            rows={3} longest={200} autoComplete="street-address"
          />
          <TextArea
            {...field('directions', 'inPerson.directions')} label={t`How to find it (optional)`}
            rows={3} longest={300} hint={t`Floor, entrance, the way from the station`}
          />
          <TextArea
            {...field('atTheDoor', 'inPerson.atTheDoor')} label={t`What to say at the door`} required
            rows={2} longest={150}
            hint={t`Nobody knows your client’s name: say what to ring and what to say instead.`}
          />
        </>
      )}
    </fieldset>
  );
}
