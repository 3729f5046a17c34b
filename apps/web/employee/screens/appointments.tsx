import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { now } from '../../ui/clock.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { download } from '../../ui/download.ts';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { MeetingPlace } from '../parts/meeting-place.tsx';
import { Trouble, troubleOf } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { MODALITIES, momentName } from '../parts/words.ts';
import { calendarFile } from '../parts/calendar.ts';
import { canBeGivenBack, cancelSession } from '#wallet/care';
import type { Care } from '#wallet/content';
import { beingBooked, isBeingCancelled } from '#wallet/intents';
import { isToCome } from '#wallet/news';
import type { Wallet } from '#wallet/wallet';
import { BeingBooked } from './under-way.tsx';

type Session = Care['authorisations'][number];

interface AppointmentsProps {
  readonly wallet: Wallet;
  readonly care: Care | null;
  readonly offline: boolean;
}

/** What is booked, soonest first, and how what was ended. */
export function Appointments({ wallet, care, offline }: AppointmentsProps) {
  const { t } = useLingui();
  const [cancelling, setCancelling] = useState<Session>();
  const all = care?.authorisations ?? [];
  const ahead = all.filter((one) => isToCome(one, now()))
    .sort((a, b) => ((a.startsAt ?? '') < (b.startsAt ?? '') ? -1 : 1));
  const booking = beingBooked(wallet);
  if (!care && booking.length === 0) return null;
  return (
    <>
      <BeingBooked bookings={booking} />
      {(ahead.length > 0 || booking.length === 0) && (
        <section aria-labelledby="booked">
          <h2 id="booked"><Trans>Booked</Trans></h2>
          {ahead.length === 0 && (
            <EmptyState title={t`Nothing is booked`}>
              <p><Trans>When you have booked a time, it is here: when, with whom, and how to cancel.</Trans></p>
            </EmptyState>
          )}
          <ul className="appointments">
            {care && ahead.map((one) => (
              <Appointment
                key={one.id}
                session={one}
                care={care}
                offline={offline}
                cancelling={isBeingCancelled(wallet, one.id)}
                onCancel={() => { setCancelling(one); }}
              />
            ))}
          </ul>
        </section>
      )}
      {cancelling && (
        <Cancelling wallet={wallet} session={cancelling} onClose={() => { setCancelling(undefined); }} />
      )}
    </>
  );
}

interface AppointmentProps {
  readonly session: Session;
  readonly care: Care;
  readonly offline: boolean;
  /** It is being given back, and there is no answer yet. */
  readonly cancelling: boolean;
  readonly onCancel: () => void;
}

function Appointment({ session, care, offline, cancelling, onCancel }: AppointmentProps) {
  const { t, i18n } = useLingui();
  const referral = care.referrals.find(({ id }) => id === session.referralId);
  const startsAt = session.startsAt ?? '';
  const inTime = canBeGivenBack(startsAt, now());
  const save = () => {
    const file = calendarFile(
      { startsAt, minutes: session.minutes }, t`Appointment`, now());
    download('appointment.ics', 'text/calendar', file);
  };
  return (
    <li className="card appointment">
      <p className="appointment-when">{momentName(startsAt, i18n.locale)}</p>
      <p>
        {referral?.provider.name} · {i18n._(MODALITIES[session.modality])} · {t`${session.minutes} minutes`}
      </p>
      {referral && (
        <p className="soft">
          <Trans>You are known to this therapist as <span translate="no">{referral.handle}</span>.</Trans>
        </p>
      )}
      <MeetingPlace care={care} session={session} />
      <div className="row">
        <Button onClick={save}><Trans>Calendar file</Trans></Button>
        {cancelling && (
          <strong><Trans>It is being cancelled. There is no answer yet; it comes by itself.</Trans></strong>
        )}
        {!cancelling && (inTime || Date.parse(startsAt) > now().getTime()) && (
          <Button disabled={offline} onClick={onCancel}>
            {inTime ? <Trans>Cancel this session</Trans> : <Trans>I cannot come</Trans>}
          </Button>
        )}
        {!cancelling && !inTime && session.status === 'held' && (
          <span className="soft"><Trans>It begins in less than a day: it can’t be given back.</Trans></span>
        )}
      </div>
    </li>
  );
}

function Cancelling({ wallet, session, onClose }: {
  wallet: Wallet; session: Session; onClose: () => void;
}) {
  const { t, i18n } = useLingui();
  const [state, setState] = useState<'asking' | 'busy' | 'late' | { error: unknown }>('asking');
  const startsAt = session.startsAt ?? '';
  // As it was when she asked: what she reads is what she accepts.
  const [late] = useState(!canBeGivenBack(startsAt, now()));
  const cancel = async () => {
    setState('busy');
    try {
      const authorisationId = session.id;
      if (await cancelSession(wallet, { authorisationId, startsAt, acceptLate: late })) onClose();
      else setState('late');
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <Dialog
      open
      title={late ? t`Cancel late?` : t`Give this session back?`}
      keep={t`Keep the appointment`}
      onClose={onClose}
      actions={
        <Button kind="primary" busy={state === 'busy'} onClick={() => { void cancel(); }}>
          {late ? <Trans>Cancel, and use the session up</Trans> : <Trans>Give it back</Trans>}
        </Button>
      }
    >
      <p>{momentName(startsAt, i18n.locale)}</p>
      <p>
        {late
          ? <Trans>It begins in less than a day, so the session does not come back: it is used, as if it
            had taken place. Your therapist learns that you do not come, and is paid for a part of it.</Trans>
          : <Trans>The appointment is cancelled, and you can book another time with the session. This time
            is free again from tomorrow on, for you too.</Trans>}
      </p>
      {state === 'busy' && <Waiting label={t`Cancelling`} />}
      {state === 'late' && (
        <Notice kind="warn" title={<Trans>It is too late to give it back</Trans>}>
          <p><Trans>It begins in less than a day.</Trans></p>
        </Notice>
      )}
      {typeof state === 'object' && (
        <Trouble kind={troubleOf(state.error)} kept={isBeingCancelled(wallet, session.id)} />
      )}
    </Dialog>
  );
}
