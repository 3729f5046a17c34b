import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { dayName, momentName } from '../parts/words.ts';
import { newsOf, settle, type News } from '#wallet/news';
import type { Content, Outcome } from '#wallet/content';
import { acknowledge } from '#wallet/finish';
import { today } from '../device/clock.ts';
import { lastDay } from '#wallet/credits';
import type { Wallet } from '#wallet/wallet';

interface NewsProps {
  readonly wallet: Wallet;
  readonly content: Content;
}

/** What the other side ended or answered meanwhile: told until the person has seen it. */
export function NewsOfCare({ wallet, content }: NewsProps) {
  const { cancelled, declined } = newsOf(content);
  return (
    <>
      {content.outcomes.map((outcome) => (
        <Notice
          key={`${outcome.kind} ${outcome.id}`}
          kind="warn"
          title={<OutcomeTitle outcome={outcome} />}
          next={<Seen onSeen={() => acknowledge(wallet, outcome.id)} />}
        >
          <p>{OUTCOMES[outcome.kind]}</p>
          {outcome.kind === 'too-often' && content.bookableFrom
            && <p><BookableFrom day={content.bookableFrom} /></p>}
        </Notice>
      ))}
      {cancelled.map((one) => (
        <Cancelled key={one.id} cancelled={one} onSeen={() => settle(wallet, one.id)} />
      ))}
      {declined.map((one) => (
        <Declined key={one.id} declined={one} onSeen={() => settle(wallet, one.id)} />
      ))}
    </>
  );
}

function Seen({ onSeen }: { onSeen: () => Promise<void> }) {
  return <Button onClick={() => { void onSeen(); }}><Trans>I have seen it</Trans></Button>;
}

/** A therapist who takes no sessions with her: never, or no more. */
function Declined({ declined: { provider: { name }, wasClient }, onSeen }: {
  declined: News['declined'][number]; onSeen: () => Promise<void>;
}) {
  const next = <Seen onSeen={onSeen} />;
  if (wasClient) {
    return (
      <Notice kind="warn" title={<Trans>{name} has ended your sessions together</Trans>} next={next}>
        <p><Trans>You can’t book another time with {name}. Sessions that you have not used are yours:
          book them with somebody else.</Trans></p>
      </Notice>
    );
  }
  return (
    <Notice kind="warn" title={<Trans>{name} has no room for somebody new</Trans>} next={next}>
      <p><Trans>It says nothing about you: a therapist does not know who asks. Choose somebody
        else.</Trans></p>
    </Notice>
  );
}

interface CancelledProps {
  readonly cancelled: News['cancelled'][number];
  readonly onSeen: () => Promise<void>;
}

/** An appointment that the therapist ended, and what becomes of the session. */
function Cancelled({ cancelled: { startsAt, therapist, returned }, onSeen }: CancelledProps) {
  const { i18n } = useLingui();
  const last = returned && lastDay(returned.period);
  return (
    <Notice
      kind="warn"
      title={<Trans>Cancelled: {momentName(startsAt, i18n.locale)}</Trans>}
      next={<Seen onSeen={onSeen} />}
    >
      <p><Trans>{therapist} can’t hold this appointment. It does not take place.</Trans></p>
      {last && last < today() && (
        <p><Trans>The time of its session is over. The letter of this year brings new ones.</Trans></p>
      )}
      {last && last >= today() && (
        <p><Trans>The session is yours again: book another time with it until{' '}
          {dayName(last, i18n.locale)}.</Trans></p>
      )}
    </Notice>
  );
}

/** From which day on sessions can be booked again: one rule for everybody. */
export function BookableFrom({ day }: { day: string }) {
  const { i18n } = useLingui();
  return <Trans>You can book again from {dayName(day, i18n.locale)} on: one rule for everybody.</Trans>;
}

function OutcomeTitle({ outcome: { kind, startsAt, name } }: { outcome: Outcome }) {
  const { i18n } = useLingui();
  const when = momentName(startsAt, i18n.locale);
  if (kind === 'too-late') return <Trans>Not cancelled: {when}</Trans>;
  return <Trans>Not booked: {when}, {name}</Trans>;
}

const GONE = <Trans>Somebody was quicker, or it is offered no more. Your session was not used.</Trans>;
const OUTCOMES: Record<Outcome['kind'], ReactNode> = {
  'slot-taken': GONE,
  'no-match': GONE,
  'declined': <Trans>This therapist takes no more sessions with you. Choose somebody else. Your
    session was not used.</Trans>,
  'too-often': <Trans>Many sessions were booked or cancelled of late. Your session was not
    used.</Trans>,
  'not-now': <Trans>Try again tomorrow. Your session was not used.</Trans>,
  'not-agreed': <Trans>You have not agreed for this year yet. Your session was not used.</Trans>,
  'no-credit': <Trans>No session is left for it.</Trans>,
  'credit-spent': <Trans>None of your sessions could be used for it: they were used already, on
    another device or as codes, or their year was ended early. The letter of the next year brings
    new ones.</Trans>,
  'too-late': <Trans>The answer came in the last day before it begins, when it can’t be given back
    any more. It stays booked.</Trans>,
};
