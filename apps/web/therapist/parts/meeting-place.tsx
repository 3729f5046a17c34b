import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import type { AppointmentRowFragment, MeetingFormFragment } from '../gql/vault/graphql.ts';

interface MeetingPlaceProps {
  readonly session: AppointmentRowFragment;
  readonly meeting: MeetingFormFragment;
}

/** How a session is held: the same as its client is shown. */
export function MeetingPlace({ session, meeting }: MeetingPlaceProps) {
  return (
    <>
      <Place session={session} meeting={meeting} />
      {session.meetingChanged && (
        <p className="soft">
          <Trans>You changed this after the booking. Your client sees it as it is now, and that it
            changed.</Trans>
        </p>
      )}
    </>
  );
}

function Place({ session: { modality }, meeting: { inPerson, phone, videoLink } }: MeetingPlaceProps) {
  if (modality === 'VIDEO' && videoLink) {
    return (
      <p>
        <a href={videoLink} target="_blank" rel="noopener noreferrer"><Trans>Open your room</Trans></a>{' '}
        <span className="soft">
          <Trans>opens somebody else’s service:</Trans> <span className="mono">{hostOf(videoLink)}</span>
        </span>
      </p>
    );
  }
  if (modality === 'PHONE' && phone) {
    return (
      <p><Trans>Your client calls <span className="mono">{phone}</span>, most likely without a number
        of their own.</Trans></p>
    );
  }
  if (modality === 'IN_PERSON' && inPerson) {
    return (
      <p>
        <span className="as-written">{inPerson.address}</span><br />
        <span className="soft"><Trans>At the door: {inPerson.atTheDoor}</Trans></span>
      </p>
    );
  }
  return (
    <p><Trans>Your client is told no place to meet: <Link href="/profile">add it to your
      profile</Link>.</Trans></p>
  );
}

function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : '';
}
