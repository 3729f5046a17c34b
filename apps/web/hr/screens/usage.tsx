import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { DEFAULT_RULES } from '#disclosure/primary';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useLoaded } from '../../ui/task.ts';
import { BarChart } from '../charts/bar-chart.tsx';
import { CrossedGrid } from '../charts/crossed-grid.tsx';
import { TrendChart } from '../charts/trend-chart.tsx';
import { UsageFigure } from '../charts/usage-figure.tsx';
import { UsageReleasesDocument } from '../gql/gateway/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { nextRelease } from '../parts/calendar.ts';
import { NoProgramme } from '../parts/no-programme.tsx';
import { usePeriodName } from '../parts/period-names.ts';
import { useProgrammes, type Programme } from '../parts/programmes.tsx';
import { useSession } from '../parts/session.tsx';
import { trendRows, useTables, type Release } from '../parts/releases.ts';
import { Waiting } from '../parts/waiting.tsx';

/** What releases tell of use, and nothing else: no days can be chosen but those of a release. */
export default function UsageScreen() {
  const { t } = useLingui();
  const { programme } = useProgrammes();
  return (
    <Page
      title={t`Usage`}
      aside={<Button onClick={() => { print(); }}>{t`Print`}</Button>}
    >
      {programme ? <Releases programme={programme} /> : <NoProgramme />}
    </Page>
  );
}

function Releases({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const nameOf = usePeriodName();
  const [chosen, setChosen] = useState<string>();
  const { state, run } = useLoaded(
    () => gateway.ask(UsageReleasesDocument, { programmeId: programme.id }), programme.id);
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') return <Waiting />;
  const { usageReleases: releases } = state.value;
  const shown = releases.find(({ period }) => period === chosen) ?? releases.at(-1);
  if (!shown) return <NothingYet programme={programme} />;
  return (
    <>
      <p>
        <Trans>
          A release is made every three months, about groups of people, by rules that protect each
          of them. Nothing is shown in between, and no release is ever revised.
        </Trans>
      </p>
      {releases.length > 1 && <Trend releases={releases} />}
      <div className="no-print">
        <Select
          label={t`Reporting period`} value={shown.period} onValue={setChosen}
          options={releases.toReversed().map(({ period }) =>
            ({ value: period, label: nameOf(period) }))}
        />
      </div>
      <Tables release={shown} programme={programme} />
    </>
  );
}

function Source({ release }: { release: Release }) {
  const { period, k, releasedOn } = release;
  const name = usePeriodName()(period);
  return <Trans>{name} · k = {k} · released on <When at={releasedOn} absoluteOnly /></Trans>;
}

/** Concerns need more people than the rest. */
function leastOf(table: string, k: number): number {
  return table.endsWith('concerns') ? Math.max(k, DEFAULT_RULES.concernK) : k;
}

/** Lists that appear all together or not at all. */
const WHOLE = new Set(['ways', 'concerns', 'bands']);

function Tables({ release, programme }: { release: Release; programme: Programme }) {
  const tables = useTables(release, programme);
  return (
    <>
      <MedianWait band={release.medianWait} />
      {tables.filter(({ rows }) => rows.length > 0).map((table) => {
        // A crossed table with nothing in it is one bar.
        const isGrid = table.rows.some(({ across, hidden }) => across && !hidden);
        return (
          <UsageFigure
            key={table.id} title={table.title} about={table.about} rows={table.rows}
            k={leastOf(table.id, release.k)} whole={WHOLE.has(table.id)} isTable={isGrid}
            withSessions={table.withSessions} source={<Source release={release} />}
            file={`${release.period}-${table.id}.csv`}
          >
            {isGrid ? <CrossedGrid title={table.title} rows={table.rows} />
              : <BarChart rows={table.rows} k={leastOf(table.id, release.k)} />}
          </UsageFigure>
        );
      })}
    </>
  );
}

/** From opening a case to its first session: a band, and only where no few people can move it. */
function MedianWait({ band }: { band: string | null | undefined }) {
  return (
    <p>
      {band
        ? <Trans>The median wait for a first session was <strong>{band} days</strong>.</Trans>
        : (
          <Trans>
            The median wait for a first session is hidden: too few people began, or they waited for
            too different times.
          </Trans>
        )}
    </p>
  );
}

function Trend({ releases }: { releases: readonly Release[] }) {
  const { t } = useLingui();
  const nameOf = usePeriodName();
  const rows = trendRows(releases, nameOf);
  const [first, last] = [releases[0], releases.at(-1)];
  if (!first || !last) return null;
  return (
    <UsageFigure
      title={t`From period to period`} about={t`Reporting period`} rows={rows} k={last.k} withSessions
      file="periods.csv"
      source={(
        <Trans>
          {nameOf(first.period)} to {nameOf(last.period)} · k = {last.k} · latest release on{' '}
          <When at={last.releasedOn} absoluteOnly />
        </Trans>
      )}
    >
      <TrendChart rows={rows} />
    </UsageFigure>
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
