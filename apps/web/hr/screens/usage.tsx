import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useLoaded } from '../../ui/task.ts';
import { ReportsDocument } from '../gql/gateway/graphql.ts';
import { Access } from '../parts/access.tsx';
import { nextRelease } from '../parts/calendar.ts';
import { Count } from '../parts/count.tsx';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { NoProgramme } from '../parts/no-programme.tsx';
import { usePeriodName } from '../parts/period-names.ts';
import { useProgrammes, type Programme } from '../parts/programmes.tsx';
import { RefusedCuts } from '../parts/refused-cuts.tsx';
import { ReportCourse } from '../parts/report-course.tsx';
import { ReportHeadline } from '../parts/report-headline.tsx';
import { ReportListFigure } from '../parts/report-list.tsx';
import type { YearReport } from '../parts/reports.ts';
import { useSession } from '../parts/session.tsx';
import { Waiting } from '../parts/waiting.tsx';

/** What was released of use, and nothing else: no days can be chosen but those of a report. */
export default function UsageScreen() {
  const { t } = useLingui();
  const { programme } = useProgrammes();
  return (
    <Page
      title={t`Usage`}
      aside={<Button onClick={() => { print(); }}>{t`Print`}</Button>}
    >
      {programme ? <Years programme={programme} /> : <NoProgramme />}
    </Page>
  );
}

function Years({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const nameOf = usePeriodName();
  const [chosen, setChosen] = useState<string>();
  const { state, run } = useLoaded(
    () => gateway.ask(ReportsDocument, { programmeId: programme.id }), programme.id);
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') return <Waiting />;
  const { reports: years, accessFacts } = state.value;
  const year = years.find(({ period }) => period === chosen) ?? years.at(-1);
  return (
    <>
      {!year && <NothingYet programme={programme} />}
      {years.length > 1 && year && (
        <div className="no-print">
          <Select
            label={t`Year`} value={year.period} onValue={setChosen}
            options={years.toReversed().map(({ period }) =>
              ({ value: period, label: nameOf(period) }))}
          />
        </div>
      )}
      {year && (
        <Year
          key={year.period} programme={programme} year={year} isLatest={year === years.at(-1)}
        />
      )}
      {accessFacts && (!year || year === years.at(-1)) && <Access facts={accessFacts} />}
      <RefusedCuts />
    </>
  );
}

interface YearProps {
  readonly programme: Programme;
  readonly year: YearReport;
  readonly isLatest: boolean;
}

function Year({ programme, year, isLatest }: YearProps) {
  const { t, i18n } = useLingui();
  const { user, today } = useSession();
  const nameOf = usePeriodName();
  const name = nameOf(year.period);
  const last = year.statements.at(-1);
  // Of a year that others have followed, nothing more is to come.
  const next = isLatest ? nextRelease({ periods: programme.periods }, today) : undefined;
  const file = `/graphql/reports/${programme.id}/${year.period}`;
  return (
    <>
      <p className="only-print soft">
        <Trans>Sotto, printed on <When at={today} absoluteOnly /></Trans>
      </p>
      <p className="report-of">
        <strong>{user.employer.name}</strong>{' · '}{programme.name}{' · '}{name}
      </p>
      <p className="soft">
        {last && (
          <Trans>
            Report {year.released} of 4, released on <When at={last.releasedOn} absoluteOnly />. At least{' '}
            <Count value={year.k} /> people stand behind every number, <Count value={year.kHow} /> for how
            and how often.
          </Trans>
        )}{' '}
        {next && <Trans>The next one appears on <When at={next.releases} absoluteOnly />.</Trans>}
      </p>
      <ReportHeadline year={year} />
      <ReportCourse year={year} />
      {year.lists.map((list) => <ReportListFigure key={list.list} year={year} list={list} />)}
      <section className="no-print take-away">
        <h2><Trans>To take away</Trans></h2>
        <div className="row">
          <a className="button button-plain" href={`${file}.pdf?language=${i18n.locale}`}>
            {t`Report as PDF`}
          </a>
          <a className="button button-quiet" href={`${file}.json`}>{t`Signed file for an auditor`}</a>
        </div>
        <p className="soft">
          <Trans>
            An auditor checks the signed file without us, by the vault’s public key: signature, plan, rule
            and settlement. Where a number is not split, only the vault’s auditor can check that it had
            to stay whole.
          </Trans>
        </p>
      </section>
    </>
  );
}

function NothingYet({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const { today } = useSession();
  const nameOf = usePeriodName();
  const next = nextRelease(programme, today);
  return (
    <EmptyState
      title={t`No numbers yet`}
      next={<Link className="button button-plain" href="/unseen">{t`What you can never see`}</Link>}
    >
      {next ? (
        <p>
          <Trans>
            The release for {nameOf(next.label)} appears on <When at={next.releases} />. Until then nobody
            outside the vault knows anything about use, and nobody can ask for it earlier.
          </Trans>
        </p>
      ) : (
        <p>
          <Trans>Open a year first: numbers appear 30 days after each three months of it.</Trans>
        </p>
      )}
    </EmptyState>
  );
}
