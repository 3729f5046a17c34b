import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Select } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask, useLoaded } from '../../ui/task.ts';
import { LetterBatchesDocument, MarkHandedOutDocument } from '../gql/gateway/graphql.ts';
import { currentPeriod, hasLetters } from '../parts/calendar.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { HandingOut, WhatMayGoWrong } from '../parts/handing-out.tsx';
import { BatchTable, PrinterKeys, type Batch } from '../parts/letter-batches.tsx';
import { NoProgramme } from '../parts/no-programme.tsx';
import { useProgrammes, type Programme } from '../parts/programmes.tsx';
import { useSession } from '../parts/session.tsx';
import { SpareLetters } from '../parts/spare-letters.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { usePeriodName } from '../parts/period-names.ts';
import { isProposed, WaitingYear } from '../parts/waiting-year.tsx';

/** How many letters go where, and how they are handed out. No code comes to this page. */
export default function LettersScreen() {
  const { t } = useLingui();
  const { programme } = useProgrammes();
  return (
    <Page title={t`Hand out the letters`}>
      {programme ? <Letters key={programme.id} programme={programme} /> : <NoProgramme />}
    </Page>
  );
}

function Letters({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const { may, today } = useSession();
  const [search] = useSearchParams();
  const nameOf = usePeriodName();
  const waiting = programme.periods.filter(isProposed);
  const periods = programme.periods.filter((one) =>
    hasLetters(one) && !['RELEASED', 'CLOSED'].includes(one.status)).toReversed();
  const [chosen, setChosen] = useState(search.get('period') ?? '');
  const running = currentPeriod({ ...programme, periods }, today);
  const period = periods.find(({ label }) => label === chosen) ?? running;
  if (!period && waiting.length > 0) {
    return waiting.map((one) => <WaitingYear key={one.label} period={one} />);
  }
  if (!period) {
    return (
      <EmptyState
        title={t`No year is open`}
        next={may('openPeriod')
          && <Link className="button button-primary" href="/programme">{t`Open a year`}</Link>}
      >
        <p>{t`Letters are made when a year is confirmed: one for everybody.`}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <HandingOut />
      <Select
        label={t`Year`} value={period.label} onValue={setChosen}
        options={periods.map(({ label }) => ({ value: label, label: nameOf(label) }))}
      />
      <Batches key={period.label} programmeId={programme.id} period={period.label} />
      <WhatMayGoWrong k={programme.k} />
    </>
  );
}

interface BatchesProps {
  readonly programmeId: string;
  readonly period: string;
}

function Batches({ programmeId, period }: BatchesProps) {
  const { may } = useSession();
  const [changed, setChanged] = useState<readonly Batch[]>();
  const { state, run } = useLoaded(
    () => gateway.ask(LetterBatchesDocument, { programmeId, period }));
  const reload = async () => {
    const { letterBatches } = await gateway.ask(LetterBatchesDocument, { programmeId, period });
    setChanged(letterBatches);
  };
  const marking = useTask(async (_, batchId: string, handedOut: boolean) => {
    const { markHandedOut } = await gateway.ask(MarkHandedOutDocument, { batchId, handedOut });
    if (markHandedOut.__typename === 'LettersChanged') setChanged(markHandedOut.batches);
    else await reload();
  });
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') return <Waiting />;
  const batches = changed ?? state.value.letterBatches;
  return (
    <>
      <PrinterKeys batches={batches} />
      <BatchTable batches={batches} busy={marking.busy}
        onMark={may('markHandedOut') ? (id, handedOut) => { void marking.run(id, handedOut); } : undefined} />
      {marking.error !== undefined && <Failure error={marking.error} />}
      <p className="soft">
        <Trans>
          Whoever runs the service makes the letters, for a print shop’s key. You are never shown a
          code, nor whether one was used.
        </Trans>
      </p>
      {may('orderLetters') && (
        <SpareLetters batches={batches} onChanged={setChanged} onStale={reload} />
      )}
    </>
  );
}
