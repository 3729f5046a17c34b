import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { BenchmarkScale } from '../charts/benchmark-scale.tsx';
import { useShare } from '../charts/shares.ts';
import { Count } from './count.tsx';
import { BeforeWords } from './report-before.tsx';
import { useTurnsName, type YearReport } from './reports.ts';

/** Periods of a year. */
const WHOLE_YEAR = 4;

/** Three figures that a board reads, each with its definition. */
export function ReportHeadline({ year }: { year: YearReport }) {
  const { t } = useLingui();
  return (
    <>
      <div className="grid headline">
        <Use year={year} />
        <Figure title={t`Settled sessions`} value={settledOf(year, t`none: a flat price`)}>
          {year.isFlat
            ? <Trans>You pay a flat price for each seat: no session is settled.</Trans>
            : (
              <Trans>
                Sessions of the people who are told, and so paid for: one for each in the year, all
                others at its end, in tens. What cannot be told costs you nothing.
              </Trans>
            )}
        </Figure>
        <Wait year={year} />
      </div>
      <Benchmark year={year} />
    </>
  );
}

function settledOf({ settled }: YearReport, flat: string): ReactNode {
  return settled === null ? flat : <Count value={settled} />;
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
  const { use, covered, k } = year;
  if (!use) {
    return (
      <Figure title={t`Share who used it`} value={<Untold />}>
        <Trans>
          Fewer than {k} of your {i18n.number(covered)} people, or nearly everybody. Either would be about
          persons, so neither is told.
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
        <Trans>
          By chance alone it might have been {share(use.leastBps)} to {share(use.mostBps)}.
        </Trans>
      </p>
      {use.before && <p><BeforeWords before={use.before} /></p>}
      <p>
        <Trans>
          People with a first session in the year, each counted once, of the people covered when the
          year began.
        </Trans>
      </p>
    </Figure>
  );
}

function Untold() {
  return <span className="untold"><Trans>can’t be told</Trans></span>;
}

function Wait({ year }: { year: YearReport }) {
  const { t } = useLingui();
  const nameOf = useTurnsName(year.period);
  const { wait, kHow } = year;
  const [people, waits] = [8 * kHow, 6 * kHow];
  if (!wait) {
    return (
      <Figure title={t`Median wait`} value={<Untold />}>
        <Trans>
          It takes {people} people and {waits} waits, and middle ones that are much alike, so that
          no few people can move it.
        </Trans>
      </Figure>
    );
  }
  const { band } = wait;
  return (
    <Figure title={t`Median wait`} value={t`${band} days`}>
      <Trans>
        Half of the people had their first session sooner after they asked, half later. Of the
        people of {nameOf(wait.turns)}.
      </Trans>
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
          Benchmarks are of whole years, so they stand beside this once all four periods are told.
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
