import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import { readPeriod } from '#calendar/periods';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { TypedConfirmation } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { OpenPeriodDocument } from '../gql/gateway/graphql.ts';
import { comesToNothing, hasLetters, nextRelease } from './calendar.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { usePeriodName } from './period-names.ts';
import { useProgrammes, type Programme } from './programmes.tsx';
import { canProposeAnew, isDeclined, isRefused, RefusedYear } from './refused-year.tsx';
import { useSession } from './session.tsx';
import { ConfirmedBefore, ConfirmedByNobody, isProposed, WaitingYear } from './waiting-year.tsx';
import { YearPreview } from './year-preview.tsx';
import { YEAR_REFUSALS } from './year-refusals.ts';
import { openableYears, yearToOpen } from './years.ts';

const NEWS_MS = 2_000;

/** The years of a programme, and the way to open the next one. */
export function PeriodList({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const { may, today } = useSession();
  const nameOf = usePeriodName();
  const states = useStates();
  useNews(programme);
  return (
    <section>
      <h2><Trans>Years</Trans></h2>
      {programme.periods.filter(isRefused).map((period) => (
        <RefusedYear key={period.label} period={period} />
      ))}
      {programme.periods.filter(isProposed).map((period) => (
        <WaitingYear key={period.label} period={period} />
      ))}
      <DataTable
        caption={t`Years of this programme`}
        hideCaption
        rows={programme.periods.toReversed()}
        keyOf={({ label }) => label}
        empty={<p><Trans>No year is open yet: nobody has a letter.</Trans></p>}
        columns={[
          { id: 'label', title: t`Year`, cell: ({ label }) => nameOf(label) },
          { id: 'status', title: t`State`,
            cell: (row) => isDeclined(row) ? t`Declined`
              : row.refusal === 'withdrawn' ? t`Taken back` : states[row.status] ?? row.status },
          { id: 'closes', title: t`Last day of credits`,
            cell: (row) => canProposeAnew(row) || comesToNothing(row) || !row.lastDay ? '–'
              : <When at={row.lastDay} absoluteOnly /> },
          { id: 'releases', title: t`Numbers appear`,
            cell: (row) => canProposeAnew(row) || comesToNothing(row) ? '–' : (
              <When absoluteOnly
                at={nextRelease({ periods: [row] }, today)?.releases ?? row.releases} />) },
          { id: 'groups', title: t`Groups`, cell: ({ blocks }) => blocks.length, numeric: true },
          ...(may('letterBatches') ? [{ id: 'letters', title: t`Letters`,
            cell: (period: Programme['periods'][number]) => hasLetters(period) && (
              <Link href={`/letters?period=${period.label}`}>{t`Letters for ${nameOf(period.label)}`}</Link>) },
          ] : []),
        ]}
      />
      <ConfirmedByNobody periods={programme.periods} />
      <ConfirmedBefore periods={programme.periods} />
      {may('openPeriod') && <Opening programme={programme} />}
    </section>
  );
}

/** While the vault's machine is to answer, or on the day of a proposal, looks for news. */
function useNews(programme: Programme): void {
  const { reload } = useProgrammes();
  const { today } = useSession();
  const isOpening = programme.periods.some((period) => period.status === 'CONFIRMED' || period.status === 'WITHDRAWING'
    || (isProposed(period) && period.proposedOn === today));
  useEffect(() => {
    if (!isOpening) return undefined;
    const timer = setInterval(() => { void reload(); }, NEWS_MS);
    return () => { clearInterval(timer); };
  }, [isOpening, reload]);
}

function useStates(): Record<string, string> {
  const { t } = useLingui();
  return {
    PROPOSED: t`Waits to be confirmed`, WITHDRAWING: t`Being taken back`, LAPSED: t`Never confirmed`,
    CONFIRMED: t`Confirmed: keys are being registered`,
    REFUSED: t`Gives no credits`,
    PLANNED: t`Opened ahead`, OPEN: t`Open`, CLOSED: t`Over, not released yet`, RELEASED: t`Released`,
    CALLED_OFF: t`Would begin after the end`,
  };
}

function Opening({ programme }: { programme: Programme }) {
  const { t, i18n } = useLingui();
  const { today } = useSession();
  const { reload } = useProgrammes();
  const [asked, setAsked] = useState<string>();
  const open = useTask(async () => {
    const { openPeriod } = await gateway.ask(
      OpenPeriodDocument, { programmeId: programme.id, period: asked ?? '' });
    await reload();
    setAsked(undefined);
    return openPeriod;
  });
  const nameOf = usePeriodName();
  const taken = programme.periods.filter((one) => !canProposeAnew(one)).map(({ label }) => label);
  const closed = openableYears(taken, today)
    .filter((label) => !programme.endsOn
      || (readPeriod(label)?.opens ?? '') <= programme.endsOn);
  const answer = open.value;
  // It waits for the vault, which may have refused it since: then that is said above.
  const opened = answer?.__typename === 'PeriodOpened'
    ? programme.periods.find((one) => one.label === answer.period && hasLetters(one)) : undefined;
  return (
    <>
      {opened && (
        <Notice
          kind="ok"
          title={t`The year ${nameOf(opened.label)} is open.`}
          next={<Link href={`/letters?period=${opened.label}`}>{t`Hand out its letters`}</Link>}
        />
      )}
      {open.value?.__typename === 'PeriodRefused' && (
        <Notice kind="error" title={t`The year was not opened.`}>
          {i18n._(YEAR_REFUSALS[open.value.code])}
        </Notice>
      )}
      <div className="row">
        {closed.map((label) => (
          <Button key={label} kind={label === yearToOpen(closed, taken, today) ? 'primary' : 'plain'}
            onClick={() => { setAsked(label); }}>{t`Open ${nameOf(label)}`}</Button>
        ))}
      </div>
      <TypedConfirmation
        open={asked !== undefined} title={t`Open the year ${nameOf(asked ?? '')}?`} typed={asked ?? ''}
        deed={t`Open the year`} keep={t`Leave it closed`} busy={open.busy} onConfirm={() => { void open.run(); }}
        onClose={() => { setAsked(undefined); open.reset(); }}
      >
        {asked !== undefined && <YearPreview programme={programme} period={asked} />}
        {open.error !== undefined && <Failure error={open.error} />}
      </TypedConfirmation>
    </>
  );
}
