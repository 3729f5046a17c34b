import { Trans, useLingui } from '@lingui/react/macro';
import { Bars } from '../charts/bars.tsx';
import { ReportFigure } from '../charts/report-figure.tsx';
import { useShare } from '../charts/shares.ts';
import { BeforeWords, NoBefore } from './report-before.tsx';
import { useTurnsName, type Step, type YearReport } from './reports.ts';

/** The year by reporting period: shown, joined, or that it cannot be shown. */
export function ReportCourse({ year }: { year: YearReport }) {
  const { t, i18n } = useLingui();
  const nameOf = useTurnsName(year.period);
  const wordsOf = useStatusWords(year.k);
  const share = useShare();
  const most = Math.max(1, ...year.course.map(({ people }) => people ?? 0));
  const cells = year.course.map((step) =>
    [nameOf(step.turns), step.people ?? wordsOf(step), step.before?.people ?? null] as const);
  const isCompared = cells.some(([, , before]) => before !== null);
  const shown = year.course.filter(({ people }) => people !== null).length;
  const noBefore = <NoBefore hasBefore={year.hasBefore} isWhole={false} />;
  const columns = [t`Reporting period`, t`People`, ...(isCompared ? [t`Last year`] : [])];
  const rows = cells.map((row) => (isCompared ? row : row.slice(0, 2)));
  return (
    <ReportFigure
      title={t`The course of the year`} columns={columns} rows={rows} csv={[columns, ...rows]}
      file={`${year.period}-course.csv`}
      source={<Trans>People in the period of their first session; each counts once a year</Trans>}
      notes={(
        <>
          {shown > 1 && (
            <p className="soft">
              <Trans>The longest bar is {i18n.number(most)} people, and not all of them.</Trans>
            </p>
          )}
          {shown > 0 && !isCompared && <p>{noBefore}</p>}
          {year.course.some(({ status }) => status === 'joined') && (
            <p className="soft">
              <Trans>
                There are fewer rows than reports: where a period could not be shown by itself it was
                joined to the next one. They stay joined: the difference of two numbers would be a
                number as well.
              </Trans>
            </p>
          )}
        </>
      )}
    >
      <Bars bars={year.course.map((step) => ({
        key: step.turns.join(), label: nameOf(step.turns),
        share: step.people === null ? null : step.people / most,
        value: step.people === null ? wordsOf(step)
          : `${i18n.number(step.people)} · ${share((step.people * 10_000) / year.covered)}`,
        note: step.before ? <BeforeWords before={step.before} />
          : isCompared && step.people !== null && noBefore,
      }))} />
    </ReportFigure>
  );
}

function useStatusWords(k: number): (step: Step) => string {
  const { t } = useLingui();
  return ({ status, turns }) => {
    if (status === 'waiting') {
      return t`can’t be shown by itself: fewer than ${k}, or more than half of those not counted before. It is joined to the next`;
    }
    if (status === 'untold') {
      return t`can’t be shown: fewer than ${k}, or more than half of those not counted before`;
    }
    return turns.length === 4 ? t`shown once a year, when it is over` : t`not released yet`;
  };
}
