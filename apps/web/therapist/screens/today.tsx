import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { formatMoney } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask } from '../../ui/task.ts';
import {
  ConfirmSessionDocument, TodayDocument, type AppointmentRowFragment, type ConfirmSessionMutation,
  type TodayQuery,
} from '../gql/vault/graphql.ts';
import { CancelSession } from '../parts/cancel-session.tsx';
import { Failure } from '../parts/failure.tsx';
import { ask } from '../parts/session.ts';
import { hasBegun, SessionRow } from '../parts/session-row.tsx';
import { dayAway, dayIn, dayInWords, nextPayDate } from '../parts/times.ts';
import { keyOf, settleKey, useAnswer } from '../parts/use-answer.ts';
import { REASONS } from '../parts/words.ts';

const BACK_DAYS = 100;
const AHEAD_DAYS = 14;

type Provider = TodayQuery['provider'];

/** What there is to do now: sessions to confirm, those of today, those to come. */
export function Today() {
  const { t, i18n } = useLingui();
  const known = useAnswer('today', TodayDocument,
    { from: dayAway(-BACK_DAYS), until: dayAway(AHEAD_DAYS) });
  const provider = known.value?.provider;
  return (
    <Page
      title={t`Today`}
      aside={provider && (
        <span className="soft">
          {dayInWords(dayIn(provider.timeZone), i18n.locale)} · {provider.timeZone}
        </span>
      )}
    >
      {known.error !== undefined
        && <Failure error={known.error} onRetry={() => { void known.refresh(); }} />}
      {!provider && known.busy && <p role="status"><Trans>Opening your calendar …</Trans></p>}
      {provider && <Day provider={provider} onChange={known.refresh} />}
    </Page>
  );
}

function Day({ provider, onChange }: { provider: Provider; onChange: () => Promise<unknown> }) {
  const { t, i18n } = useLingui();
  const confirm = useTask(async (signal, session: AppointmentRowFragment) => {
    const deed = `confirm:${session.id}`;
    const input = { idempotencyKey: keyOf(deed), authorisationId: session.id };
    const { confirmSession } = await ask(signal, ConfirmSessionDocument, { input });
    settleKey(deed);
    await onChange();
    return confirmSession;
  });
  const [confirming, setConfirming] = useState('');
  const today = dayIn(provider.timeZone);
  const open = provider.appointments.filter(({ status }) => status !== 'cancelled');
  const due = open.filter((one) => one.status === 'held' && one.serviceDate < today);
  const present = provider.appointments.filter(({ serviceDate }) => serviceDate === today);
  const coming = open.filter(({ serviceDate }) => serviceDate > today);
  const row = (session: AppointmentRowFragment) => (
    <SessionRow
      key={session.id}
      session={session}
      timeZone={provider.timeZone}
      actions={session.status === 'held' && (hasBegun(session, today) ? (
        <Button
          kind="primary"
          busy={confirm.busy && confirming === session.id}
          disabled={confirm.busy && confirming !== session.id}
          onClick={() => { setConfirming(session.id); void confirm.run(session); }}
        >
          {t`Confirm session`}
        </Button>
      ) : <CancelSession session={session} timeZone={provider.timeZone} onDone={onChange} />)}
    />
  );
  return (
    <>
      <Reminders provider={provider} />
      {confirm.error !== undefined && <Failure error={confirm.error} />}
      {confirm.value && <Confirmed outcome={confirm.value} />}
      {due.length > 0 && (
        <section aria-labelledby="due">
          <h2 id="due">
            <Plural value={due.length} one="# earlier session to confirm" other="# earlier sessions to confirm" />
          </h2>
          <Days sessions={due} row={row} />
        </section>
      )}
      <section aria-labelledby="present">
        <h2 id="present"><Trans>Sessions today</Trans></h2>
        {present.length > 0 ? <ul className="plain-list">{present.map(row)}</ul> : (
          <EmptyState
            title={t`Nothing today`}
            next={(
              <>
                <Link href="/availability" className="button button-plain">{t`Open more hours`}</Link>
                <Link href="/redeem" className="button button-plain">{t`Redeem a credit`}</Link>
              </>
            )}
          >
            <p><Trans>Clients book your open times by themselves. They appear here at once.</Trans></p>
          </EmptyState>
        )}
      </section>
      {coming.length > 0 && (
        <section aria-labelledby="coming">
          <h2 id="coming"><Trans>Coming up</Trans></h2>
          <Days sessions={coming} row={row} />
        </section>
      )}
      <p className="soft">
        <Trans>
          Times are in {provider.timeZone}. What is confirmed today is paid on{' '}
          {dayInWords(nextPayDate(), i18n.locale)}.
        </Trans>
      </p>
    </>
  );
}

interface DaysProps {
  readonly sessions: readonly AppointmentRowFragment[];
  readonly row: (session: AppointmentRowFragment) => React.ReactNode;
}

function Days({ sessions, row }: DaysProps) {
  const { i18n } = useLingui();
  const days = [...new Set(sessions.map(({ serviceDate }) => serviceDate))];
  return days.map((day) => (
    <div key={day}>
      <h3>{dayInWords(day, i18n.locale)}</h3>
      <ul className="plain-list">
        {sessions.filter(({ serviceDate }) => serviceDate === day).map(row)}
      </ul>
    </div>
  ));
}

function Reminders({ provider }: { provider: Provider }) {
  const { t, i18n } = useLingui();
  const fresh = provider.referrals.filter((one) => one.status === 'open' && !one.accepted).length;
  const ending = provider.licences.filter(({ expires }) => expires < dayAway(60));
  return (
    <>
      {provider.availability.version === 0 && (
        <Notice
          kind="warn"
          title={t`You have no weekly hours yet`}
          next={<Link href="/availability" className="button button-primary">{t`Set your hours`}</Link>}
        >
          <p><Trans>Clients can book you once there are times to choose from.</Trans></p>
        </Notice>
      )}
      {fresh > 0 && (
        <Notice
          title={<Plural value={fresh} one="# new referral" other="# new referrals" />}
          next={<Link href="/referrals" className="button button-plain">{t`Answer referrals`}</Link>}
        />
      )}
      {ending.map(({ jurisdiction, expires }) => (
        <Notice
          key={jurisdiction}
          kind={expires < dayAway(0) ? 'error' : 'warn'}
          title={expires < dayAway(0)
            ? t`Your licence for ${jurisdiction} has ended`
            : t`Your licence for ${jurisdiction} ends on ${dayInWords(expires, i18n.locale)}`}
        >
          <p><Trans>Send its renewal to the operator; after that day nobody there can book you.</Trans></p>
        </Notice>
      ))}
    </>
  );
}

function Confirmed({ outcome }: { outcome: ConfirmSessionMutation['confirmSession'] }) {
  const { t, i18n } = useLingui();
  if (outcome.__typename === 'SessionNotBegun') {
    return <Notice kind="warn" title={t`This session has not begun: confirm it afterwards.`} />;
  }
  if (outcome.__typename === 'AuthorisationNotFound') {
    return <Notice kind="error" title={t`This session is not in your calendar any more.`} />;
  }
  const { claim } = outcome;
  const amount = formatMoney(claim.paid, i18n.locale);
  if (claim.status === 'PAID') {
    return (
      <Notice kind="ok" title={t`Confirmed and claimed: ${amount}`}>
        <p><Trans>It is paid on {dayInWords(nextPayDate(), i18n.locale)}.</Trans></p>
      </Notice>
    );
  }
  const reason = REASONS[claim.adjustments[0]?.code ?? ''];
  return (
    <Notice
      kind="error"
      title={t`The claim was refused`}
      next={<Link href="/claims" className="button button-primary">{t`See claims`}</Link>}
    >
      {reason && <p>{i18n._(reason)}</p>}
    </Notice>
  );
}
