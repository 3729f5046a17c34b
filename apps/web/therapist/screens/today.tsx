import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatMoney } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import {
  TodayDocument, type AppointmentRowFragment, type TodayQuery,
} from '../gql/vault/graphql.ts';
import { CancelSession } from '../parts/cancel-session.tsx';
import { CorrectBearer } from '../parts/correct-bearer.tsx';
import { Failure } from '../parts/failure.tsx';
import { MissedSession } from '../parts/missed-session.tsx';
import { hasBegun, isWithinNotice, SessionRow } from '../parts/session-row.tsx';
import { dayAway, dayIn, dayInWords, nextPayDate } from '../parts/times.ts';
import { Confirmed, Reminders } from '../parts/today-notices.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { useConfirming } from '../parts/use-confirming.ts';

const BACK_DAYS = 100;
const AHEAD_DAYS = 14;
/** Where it is another day than in UTC, today may be yesterday. */
const ZONES_DAYS = 1;
/** Clients book and cancel while the page is open. */
const LOOK_EVERY_MS = 60_000;

type Provider = TodayQuery['provider'];

/** What there is to do now: sessions to confirm, those of today, those to come. */
export function Today() {
  const { t, i18n } = useLingui();
  const known = useAnswer('today', TodayDocument,
    {
      from: dayAway(-BACK_DAYS), yesterday: dayAway(-ZONES_DAYS - 1), today: dayAway(-ZONES_DAYS),
    }, LOOK_EVERY_MS);
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
  const { i18n } = useLingui();
  const confirm = useConfirming(provider, onChange);
  const today = dayIn(provider.timeZone);
  const appointments = [...provider.earlier, ...provider.appointments].map((one) =>
    ({ ...one, status: confirm.statuses[one.number] ?? one.status }));
  const open = appointments.filter(({ status }) => status !== 'cancelled');
  const due = open.filter((one) => one.status === 'held' && one.serviceDate < today);
  const present = appointments.filter(({ serviceDate }) => serviceDate === today);
  const coming = open.filter(({ serviceDate }) => serviceDate > today);
  const row = (session: AppointmentRowFragment) => (
    <SessionRow
      key={session.id}
      session={session}
      timeZone={provider.timeZone}
      meeting={provider.meeting}
      actions={session.status === 'held' && (
        <Deeds
          session={session} provider={provider} confirm={confirm} onChange={onChange}
          begun={hasBegun(session, today)}
        />
      )}
    />
  );
  return (
    <>
      <Tiles
        due={open.filter((one) => one.status === 'held' && hasBegun(one, today)).length}
        today={open.filter(({ serviceDate }) => serviceDate === today).length}
        coming={coming.filter(({ serviceDate }) => serviceDate <= dayAway(AHEAD_DAYS)).length}
      />
      <Reminders provider={provider} />
      <Sections due={due} present={present} coming={coming} row={row} />
      <div className="result">
        {confirm.error !== undefined && <Failure error={confirm.error} />}
        {confirm.recorded && <Confirmed outcome={confirm.recorded} onUndo={confirm.undone} />}
      </div>
      <p className="soft">
        <Trans>
          Times are in {provider.timeZone}. What is confirmed today is paid on{' '}
          {dayInWords(nextPayDate(), i18n.locale)}.
        </Trans>
      </p>
    </>
  );
}

interface DeedsProps {
  readonly session: AppointmentRowFragment;
  readonly provider: Provider;
  readonly confirm: ReturnType<typeof useConfirming>;
  readonly begun: boolean;
  readonly onChange: () => Promise<unknown>;
}

/** What can be said of an open session now. */
function Deeds({ session, provider: { timeZone }, confirm, begun, onChange }: DeedsProps) {
  const { t, i18n } = useLingui();
  const missed = session.startsAt && (begun || isWithinNotice(session.startsAt)) && (
    <MissedSession session={session} timeZone={timeZone} begun={begun} onDone={confirm.missed} />
  );
  const correct = !session.startsAt && (
    <CorrectBearer key={JSON.stringify(session)} session={session} onDone={onChange} />
  );
  if (!begun) {
    return (
      <>
        {missed}
        {correct}
        <CancelSession session={session} timeZone={timeZone} onDone={onChange} />
      </>
    );
  }
  return (
    <>
      <Button
        kind="primary"
        busy={confirm.busy && confirm.confirming === session.id}
        disabled={confirm.busy && confirm.confirming !== session.id}
        onClick={() => { void confirm.run(session); }}
      >
        {t`Confirm session`}
      </Button>
      {missed}
      {correct}
      <span className="soft">
        <Trans>pays {formatMoney(session.pays.tookPlace, i18n.locale)}</Trans>
      </span>
    </>
  );
}

function Tiles({ due, today, coming }: { due: number; today: number; coming: number }) {
  return (
    <ul className="tiles">
      <li><strong>{due}</strong> <Trans>to confirm</Trans></li>
      <li><strong>{today}</strong> <Trans>today</Trans></li>
      <li><strong>{coming}</strong> <Trans>next two weeks</Trans></li>
    </ul>
  );
}

interface SectionsProps {
  readonly due: readonly AppointmentRowFragment[];
  readonly present: readonly AppointmentRowFragment[];
  readonly coming: readonly AppointmentRowFragment[];
  readonly row: (session: AppointmentRowFragment) => ReactNode;
}

function Sections({ due, present, coming, row }: SectionsProps) {
  return (
    <>
      {due.length > 0 && (
        <section aria-labelledby="due">
          <h2 id="due">
            <Plural
              value={due.length} one="# earlier session to confirm"
              other="# earlier sessions to confirm"
            />
          </h2>
          <Days sessions={due} row={row} />
        </section>
      )}
      <section aria-labelledby="present">
        <h2 id="present"><Trans>Sessions today</Trans></h2>
        {present.length > 0 ? <ul className="plain-list">{present.map(row)}</ul> : <NothingToday />}
      </section>
      {coming.length > 0 && (
        <section aria-labelledby="coming">
          <h2 id="coming"><Trans>Coming up</Trans></h2>
          <Days sessions={coming} row={row} />
        </section>
      )}
    </>
  );
}

function NothingToday() {
  const { t } = useLingui();
  return (
    <EmptyState
      title={t`Nothing today`}
      next={(
        <>
          <Link href="/availability" className="button button-plain">{t`Open more hours`}</Link>
          <Link href="/redeem" className="button button-plain">{t`Redeem a credit`}</Link>
        </>
      )}
    >
      <p>
        <Trans>Clients book your open times by themselves; they are here when you come back.</Trans>
      </p>
    </EmptyState>
  );
}

interface DaysProps {
  readonly sessions: readonly AppointmentRowFragment[];
  readonly row: (session: AppointmentRowFragment) => ReactNode;
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
