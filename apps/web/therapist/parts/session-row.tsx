import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { now } from '../../ui/clock.ts';
import type { AppointmentRowFragment, MeetingFormFragment } from '../gql/vault/graphql.ts';
import { ClientName } from './client-name.tsx';
import { MeetingPlace } from './meeting-place.tsx';
import { clockTime, endOf } from './times.ts';
import { MODALITIES } from './words.ts';

/** Until a day before, a session can be given back. */
const NOTICE_MS = 86_400_000;

interface SessionRowProps {
  readonly session: AppointmentRowFragment;
  readonly timeZone: string;
  /** How her sessions are held: said of those that are still to be held. */
  readonly meeting: MeetingFormFragment;
  readonly actions?: ReactNode;
}

/** Whether a session has begun where the therapist is; a bearer's counts from its day. */
export function hasBegun(
  { startsAt, serviceDate }: AppointmentRowFragment, today: string,
): boolean {
  return startsAt ? new Date(startsAt) <= now() : serviceDate <= today;
}

/** Whether a session begins so soon that its client's cancelling it is late. */
export function isWithinNotice(startsAt: string): boolean {
  return Date.parse(startsAt) - now().getTime() < NOTICE_MS;
}

/** One session: when, who, how, and how it stands. */
export function SessionRow({ session, timeZone, meeting, actions }: SessionRowProps) {
  const { t, i18n } = useLingui();
  const { startsAt, minutes } = session;
  const time = (at: string) => clockTime(at, timeZone, i18n.locale);
  return (
    <li className="session">
      <div className="session-when">
        <strong>
          {startsAt
            ? <time dateTime={startsAt}>{time(startsAt)} – {time(endOf(startsAt, minutes))}</time>
            : t`Any time`}
        </strong>
        <span className="soft">{t`${minutes} min`}</span>
      </div>
      <div className="session-what">
        <p><ClientName handle={session.handle} colour={session.colour} /></p>
        <p className="soft">
          {i18n._(MODALITIES[session.modality])} · <span className="mono">{session.number}</span>
        </p>
        {session.status === 'held' && startsAt && (
          <MeetingPlace session={session} meeting={meeting} />
        )}
      </div>
      <div className="row"><Status status={session.status} />{actions}</div>
    </li>
  );
}

function Status({ status }: { status: string }) {
  const { t } = useLingui();
  switch (status) {
    case 'claimed': return <span className="pill pill-ok">{t`Claimed`}</span>;
    case 'cancelled': return <span className="pill">{t`Cancelled`}</span>;
    case 'expired': return <span className="pill pill-warn">{t`Expired`}</span>;
    case 'no_show': return <span className="pill pill-warn">{t`Did not come`}</span>;
    case 'late_cancelled': return <span className="pill pill-warn">{t`Cancelled late`}</span>;
    default: return null;
  }
}
