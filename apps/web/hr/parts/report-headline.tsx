import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { BenchmarkScale } from '../charts/benchmark-scale.tsx';
import { useShare } from '../charts/shares.ts';
import { Count } from './count.tsx';
import { BeforeWords, NoBefore } from './report-before.tsx';
import { useTurnsName, type YearReport } from './reports.ts';

/** Periods of a year. */
const WHOLE_YEAR = 4;

/** Three figures that a board reads, each with its definition. */
export function ReportHeadline({ year }: { year: YearReport }) {
  return (
    <>
      <div className="grid headline">
        <Use year={year} />
        <Settled year={year} />
        <Wait year={year} />
      </div>
      <Benchmark year={year} />
    </>
  );
}

/** None is no number: it says that nothing was billed, and not that nobody came. */
function Settled({ year: { settled, lot } }: { year: YearReport }) {
  const { t } = useLingui();
  const title = t`Settled sessions`;
  if (settled === null) {
    return (
      <Figure title={title} value={t`none: a flat price`}>
        <Trans>You pay a flat price for each seat: no session is settled.</Trans>
      </Figure>
    );
  }
  if (settled === 0) {
    return (
      <Figure title={title} value={<Words><Trans>none settled</Trans></Words>}>
        <Trans>
          Nothing is billed. That doesn’t say that nobody came: what can’t be shown is never settled,
          and costs you nothing.
        </Trans>
      </Figure>
    );
  }
  return (
    <Figure title={title} value={<Count value={settled} />}>
      <Trans>
        You pay for the sessions of people whom a report shows: for one session of each of them with
        that report, for all their further sessions when the year is over, in steps of {lot}.
        What can’t be shown costs you nothing.
      </Trans>
    </Figure>
  );
}

interface FigureProps {
  readonly title: string;
  readonly value: ReactNode;
  readonly children: ReactNode;
}

function Figure({ title, value, children }: FigureProps) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <p className="figure-number">{value}</p>
      <div className="soft">{children}</div>
    </section>
  );
}

function Use({ year }: { year: YearReport }) {
  const { t, i18n } = useLingui();
  const share = useShare();
  const nameOf = useTurnsName(year.period);
  const { use, covered, k, hasBefore } = year;
  if (!use) {
    return (
      <Figure title={t`Share who used it`} value={<Unshown />}>
        <Trans>
          Fewer than {k} of your {i18n.number(covered)} people, or more than half. Either would be about
          persons, so neither is shown. So it can’t be compared with last year.
        </Trans>
      </Figure>
    );
  }
  const isAnnual = use.turns.length === WHOLE_YEAR;
  return (
    <Figure title={t`Share who used it`} value={share(use.shareBps)}>
      <p>
        <strong>
          <Trans><Count value={use.people} /> of <Count value={covered} /> people</Trans>
        </strong>
        {', '}
        {isAnnual ? <Trans>in the whole year</Trans>
          : <Trans>in {nameOf(use.turns)}: not the share of a year</Trans>}
      </p>
      <p>
        {use.before ? <BeforeWords before={use.before} />
          : <NoBefore hasBefore={hasBefore} isWhole={isAnnual} />}
      </p>
      <p>
        <Trans>
          A share between {share(use.leastBps)} and {share(use.mostBps)} would differ from it by no more
          than chance.
        </Trans>
      </p>
      <p>
        <Trans>
          People with a first session in the year, each counted once, of the people covered when the
          year began.
        </Trans>
      </p>
    </Figure>
  );
}

/** What stands where there is no number, and so no larger than a heading. */
function Words({ children }: { children: ReactNode }) {
  return <span className="no-number">{children}</span>;
}

function Unshown() {
  return <Words><Trans>can’t be shown</Trans></Words>;
}

function Wait({ year }: { year: YearReport }) {
  const { t } = useLingui();
  const nameOf = useTurnsName(year.period);
  const { wait, kHow } = year;
  const [people, waits] = [8 * kHow, 6 * kHow];
  if (!wait) {
    return (
      <Figure title={t`Median wait`} value={<Unshown />}>
        <Trans>
          It is shown when at least {people} people came, {waits} of their waits are known, and the waits
          in the middle are much alike: then no few people can change it.
        </Trans>
      </Figure>
    );
  }
  const { band } = wait;
  return (
    <Figure title={t`Median wait`} value={t`${band} days`}>
      <p><strong><Trans>People who first came in {nameOf(wait.turns)}</Trans></strong></p>
      <p>
        <Trans>Half of them waited less than this for their first session, half longer.</Trans>
      </p>
    </Figure>
  );
}

/** A yearly benchmark stands beside a whole year; and beside a flat year that can't be told. */
function Benchmark({ year: { use, isFlat } }: { year: YearReport }) {
  if (!use && !isFlat) return null;
  if (use && use.turns.length < WHOLE_YEAR) {
    return (
      <p className="soft">
        <Trans>
          Benchmarks are of whole years, so they stand beside this once all four periods are shown.
          No part of a year is multiplied: seasons differ.
        </Trans>
      </p>
    );
  }
  return (
    <section className="benchmark">
      <h2><Trans>Beside other employers</Trans></h2>
      {use && <BenchmarkScale use={use} />}
      <p className="soft">
        <Trans>
          Providers report 4.5% of the people covered in a year on average, and half of them 3.6% or
          less: National Behavioral Consortium, Industry Profile of 82 External EAP Providers (M.
          Attridge and others, 2013), mostly in the United States and Canada. It is an average of
          others, not a goal.
        </Trans>
      </p>
    </section>
  );
}
