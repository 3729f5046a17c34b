import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { now } from '../../ui/clock.ts';
import { download } from '../../ui/download.ts';
import { Notice } from '../../ui/notice.tsx';
import { useGo } from '../parts/go.ts';
import { MeetingPlace } from '../parts/meeting-place.tsx';
import { Screen } from '../parts/screen.tsx';
import { Trouble, troubleOf } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { WhoSees } from '../parts/who-sees.tsx';
import { languageName, MODALITIES, momentName } from '../parts/words.ts';
import { calendarFile } from '../parts/calendar.ts';
import { BookableFrom } from './news.tsx';
import { book, type Booking } from '#wallet/booking';
import { canBeGivenBack, type Opening } from '#wallet/care';
import type { Care } from '#wallet/content';
import type { Practice } from '#wallet/directory';
import { tell } from '#wallet/finish';
import { beingBooked } from '#wallet/intents';
import type { Wallet } from '#wallet/wallet';

/** What the vault says of sessions that are not kept, for a case that was not read since. */
const RULE = { noticeHours: 24, missedSharePercent: 50, mostGivenBack: 8, givenBackDays: 30 };

interface ConfirmProps {
  readonly wallet: Wallet;
  readonly opening: Opening;
  readonly practice: Practice;
  /** Where the person is during sessions. */
  readonly jurisdiction: string;
  /** Back to the times; whether they are not what they were, or this one can't be booked. */
  readonly onBack: (since: 'unchanged' | 'changed' | 'gone') => void;
}

/** What is booked, what it costs and who learns of it, before it is booked. */
export function ConfirmBooking({ wallet, opening, practice, jurisdiction, onBack }: ConfirmProps) {
  const { t, i18n } = useLingui();
  const [state, setState] = useState<'asking' | 'busy' | Booking | { error: unknown }>('asking');
  const { slot } = opening;
  // The same for everybody; known before a case has been read.
  const rule = { ...RULE, ...(wallet.content.care as Partial<Care> | null)?.sessionRule };
  const { noticeHours: notice, missedSharePercent: share, mostGivenBack: most, givenBackDays: days } = rule;
  const others = beingBooked(wallet).filter(({ slotId }) => slotId !== slot.id);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => { isHere.current = false; };
  }, []);
  const confirm = async () => {
    setState('busy');
    try {
      const booking = await book(wallet, opening, practice, jurisdiction);
      // Who went on meanwhile is told on the first screen.
      if (!isHere.current) await tell(wallet, { slotId: slot.id, startsAt: slot.startsAt, practice }, booking);
      setState(booking);
    } catch (error) {
      setState({ error });
    }
  };
  const back = () => {
    if (state === 'asking') onBack('unchanged');
    else onBack(state === 'slot-taken' || state === 'no-match' ? 'gone' : 'changed');
  };
  if (state === 'booked') return <Booked wallet={wallet} opening={opening} practice={practice} />;
  return (
    <Screen title={t`Book this time?`} back={back}>
      <section className="card">
        <p className="appointment-when">{momentName(slot.startsAt, i18n.locale)}</p>
        <p>{practice.name} · {i18n._(MODALITIES[slot.modality])} · {t`${slot.minutes} minutes`}</p>
        <p className="soft">
          {practice.languages.map((one) => languageName(one, i18n.locale)).join(', ')}
        </p>
        <p><strong><Trans>It costs one session and no money.</Trans></strong>{' '}
          {canBeGivenBack(slot.startsAt, now())
            ? <Trans>Until a day before, you can cancel and get it back.</Trans>
            : <Trans>It begins in less than a day: once it is booked, it can’t be given back.</Trans>}
        </p>
        <p className="soft">
          <Trans>Cancelled later than {notice} hours before, or if you do not come, the session is used.
            Your therapist is then paid {share} % of its price: one rule for everybody. It costs you no
            money, and your employer is not told.</Trans>{' '}
          <Trans>Who cancels {most} sessions within {days} days books again when the first of them is{' '}
            {days} days old.</Trans>
        </p>
      </section>
      {state !== 'busy' && others.map(({ slotId, startsAt, practice: { name } }) => (
        <Notice key={slotId} kind="warn" title={<Trans>Another time is being booked already</Trans>}>
          <p>{momentName(startsAt, i18n.locale)} · {name}</p>
          <p><Trans>There is no answer to that yet. If you book this time too, you may have both, with
            one session for each.</Trans></p>
        </Notice>
      ))}
      {state === 'busy' ? <Waiting label={t`Booking`} /> : (
        <div className="row">
          <Button kind="primary" onClick={() => { void confirm(); }}><Trans>Book with one session</Trans></Button>
        </div>
      )}
      <Refused
        name={practice.name}
        bookableFrom={wallet.content.bookableFrom}
        state={state}
        kept={beingBooked(wallet).some(({ slotId }) => slotId === slot.id)}
        onBack={back}
        onRetry={() => { void confirm(); }}
      />
      <WhoSees
        employer={t`nothing.`}
        therapist={t`the time, and a made-up name for you, such as “Quiet Heron”.`}
        nobody={t`your name. Tell it to your therapist, or don’t.`}
      />
    </Screen>
  );
}

interface RefusedProps {
  /** Of the therapist. */
  readonly name: string;
  /** First day on which sessions can be booked again, where they can't be now. */
  readonly bookableFrom: string | undefined;
  readonly state: 'asking' | 'busy' | Booking | { error: unknown };
  /** It is not answered, and is under way yet. */
  readonly kept: boolean;
  readonly onBack: () => void;
  readonly onRetry: () => void;
}

function Refused({ name, bookableFrom, state, kept, onBack, onRetry }: RefusedProps) {
  if (typeof state === 'object') {
    return <Trouble kind={troubleOf(state.error)} kept={kept} onRetry={onRetry} />;
  }
  const others = <Button onClick={onBack}><Trans>Show other times</Trans></Button>;
  if (state === 'credit-spent') return <Trouble kind="spent" />;
  if (state === 'no-credit') {
    return (
      <Notice kind="warn" title={<Trans>No session is left</Trans>}>
        <p><Trans>The letter of the next year brings new ones.</Trans></p>
      </Notice>
    );
  }
  if (state === 'not-agreed') return <NotAgreed />;
  if (state === 'declined') {
    return (
      <Notice kind="warn" title={<Trans>{name} takes no more sessions with you</Trans>} next={others}>
        <p><Trans>Choose somebody else: the other times are without {name}. Your session was not
          used.</Trans></p>
      </Notice>
    );
  }
  if (state === 'slot-taken' || state === 'no-match') {
    return (
      <Notice kind="warn" title={<Trans>This time is gone</Trans>} next={others}>
        <p><Trans>Somebody was quicker, or it is offered no more. Your session was not used.</Trans></p>
      </Notice>
    );
  }
  if (state === 'too-often') {
    return (
      <Notice kind="warn" title={<Trans>Many sessions were booked or cancelled of late</Trans>}>
        {bookableFrom && <p><BookableFrom day={bookableFrom} /></p>}
        <p><Trans>Your session was not used.</Trans></p>
      </Notice>
    );
  }
  if (state === 'not-now') {
    return (
      <Notice kind="warn" title={<Trans>It cannot be booked today</Trans>}>
        <p><Trans>Try again tomorrow. Your session was not used.</Trans></p>
      </Notice>
    );
  }
  return null;
}

function NotAgreed() {
  const go = useGo();
  return (
    <Notice kind="warn" title={<Trans>First agree for this year</Trans>}
      next={<Button onClick={() => { go('/agree'); }}><Trans>Read and agree</Trans></Button>}
    >
      <p><Trans>You have not agreed for this year yet. Your session was not used.</Trans></p>
    </Notice>
  );
}

type BookedProps = Pick<ConfirmProps, 'wallet' | 'opening' | 'practice'>;

function Booked({ wallet, opening: { slot }, practice }: BookedProps) {
  const { t, i18n } = useLingui();
  const go = useGo();
  const { care } = wallet.content;
  const session = care?.authorisations.find(({ startsAt, status, modality }) =>
    status === 'held' && startsAt === slot.startsAt && modality === slot.modality);
  const save = () => {
    download('appointment.ics', 'text/calendar', calendarFile(slot, t`Appointment`, now()));
  };
  return (
    <Screen key="booked" title={t`Booked`}>
      <Notice kind="ok" title={momentName(slot.startsAt, i18n.locale)}>
        <p>{practice.name} · {i18n._(MODALITIES[slot.modality])}</p>
      </Notice>
      {session && <MeetingPlace care={care} session={session} />}
      <p><Trans>It is on your first screen too, for as long as it is booked.</Trans></p>
      <p><Trans>The calendar file says “Appointment” and when; no name, no link. Nothing is sent to you:
        look here for what is booked.</Trans></p>
      <div className="row">
        <Button kind="primary" onClick={() => { go('/'); }}><Trans>Done</Trans></Button>
        <Button onClick={save}><Trans>Calendar file</Trans></Button>
      </div>
    </Screen>
  );
}
