import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '../../ui/notice.tsx';
import type { Care } from '#wallet/content';

type Session = Care['authorisations'][number];
type Meeting = Care['meetings'][number];

interface MeetingPlaceProps {
  readonly care: Care | null;
  readonly session: Pick<Session, 'id' | 'referralId' | 'modality'>;
}

/** What she needs to hold a booked session: where to go, which number to call, which link to open. */
export function MeetingPlace({ care, session }: MeetingPlaceProps) {
  const { t } = useLingui();
  // A case that was kept by an older page has no list of them.
  const meetings = (care as Partial<Care> | null)?.meetings ?? [];
  const meeting = meetings.find(({ referralId, modality }) =>
    referralId === session.referralId && modality === session.modality);
  const handle = care?.referrals.find(({ id }) => id === session.referralId)?.handle ?? '';
  if (!meeting) {
    return (
      <p className="meeting soft">
        <Trans>How you meet is not on this device yet. It is fetched when you look again with a
          connection.</Trans>
      </p>
    );
  }
  const { inPerson, phone, videoLink } = meeting;
  return (
    <section className="meeting" aria-label={t`How you meet`}>
      {meeting.changedFor.includes(session.id) && (
        <Notice kind="warn" title={<Trans>Your therapist changed this after you booked</Trans>}>
          <p><Trans>What stands here is what is right now.</Trans></p>
        </Notice>
      )}
      {inPerson && <Practice {...inPerson} />}
      {phone && <Call phone={phone} place={care?.preferences?.jurisdiction ?? ''} />}
      {videoLink && <Room link={videoLink} handle={handle} />}
    </section>
  );
}

function Practice({ address, directions, atTheDoor }: NonNullable<Meeting['inPerson']>) {
  return (
    <dl>
      <div><dt><Trans>Where to go</Trans></dt><dd className="as-written">{address}</dd></div>
      {directions && (
        <div><dt><Trans>How to find it</Trans></dt><dd className="as-written">{directions}</dd></div>
      )}
      <div><dt><Trans>At the door</Trans></dt><dd className="as-written">{atTheDoor}</dd></div>
    </dl>
  );
}

/** What is dialled before a number so that one's own is not shown, by the country one is in. */
const HIDING: Readonly<Record<string, string>> = {
  US: '*67', CA: '*67', PR: '*67', GB: '141', IE: '141', AU: '1831', NZ: '0197', JP: '184',
  HK: '133', ZA: '*31*', AR: '*31#', IL: '*43',
};
/** What mobile networks know of the standard (3GPP TS 22.030). */
const HIDING_BY_STANDARD = '#31#';

function Call({ phone, place }: { phone: string; place: string }) {
  const code = HIDING[place.slice(0, 2)] ?? HIDING_BY_STANDARD;
  return (
    <>
      <dl>
        <div>
          <dt><Trans>You call</Trans></dt>
          <dd><span className="mono" translate="no">{phone}</span></dd>
        </div>
      </dl>
      <p><strong><Trans>Hide your own number first.</Trans></strong>{' '}
        <Trans>In most phones: settings, calls, “Show my caller ID”, and choose that it is hidden. Or
          dial <span className="mono" translate="no">{code}</span> right before the number: with most
          mobile phones and landlines where you are, that hides it for one call.</Trans>
      </p>
      <p className="soft"><Trans>A telephone of your workplace keeps a list of its calls: use one of
        your own. Your phone keeps the call in its list too, and your telephone bill may show it.</Trans></p>
    </>
  );
}

function Room({ link, handle }: { link: string; handle: string }) {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.protocol !== 'https:') {
    return <p><Trans>The link of your therapist cannot be opened: ask her for another.</Trans></p>;
  }
  return (
    <>
      <p>
        <a className="button button-plain" href={url.href} target="_blank" rel="noopener noreferrer">
          <Trans>Open the video room</Trans>
        </a>
      </p>
      <p className="soft">
        <Trans>It opens somebody else’s service:{' '}
          <strong className="mono" translate="no">{url.host}</strong>. It learns your internet address
          and when you are there. If it asks for a name, <span translate="no">{handle}</span> is enough.</Trans>
      </p>
    </>
  );
}
