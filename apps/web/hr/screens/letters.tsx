import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useTask } from '../../ui/task.ts';
import { CodeLettersDocument, type CodeLettersQuery } from '../gql/gateway/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { Letter } from '../parts/letter.tsx';
import { NoProgramme } from '../parts/no-programme.tsx';
import { peopleOf, useProgrammes, type Programme } from '../parts/programmes.tsx';
import { useSession } from '../parts/session.tsx';
import { isProposed, WaitingQuarter } from '../parts/waiting-quarter.tsx';

type CodeLetter = CodeLettersQuery['codeLetters'][number];
const PAGE = 200;
const MOST_PRINTED = 1_000;

/** Code letters to print: one a page, for everybody, to be handed out unopened. */
export default function LettersScreen() {
  const { t } = useLingui();
  const { programme } = useProgrammes();
  return (
    <Page title={t`Code letters`}>
      {programme ? <Letters key={programme.id} programme={programme} /> : <NoProgramme />}
    </Page>
  );
}

function Letters({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const { may } = useSession();
  const [search] = useSearchParams();
  const waiting = programme.periods.filter(isProposed);
  const periods = programme.periods.filter(({ status }) =>
    !['RELEASED', 'CLOSED', 'REFUSED', 'PROPOSED'].includes(status)).toReversed();
  const [chosen, setChosen] = useState(search.get('period') ?? '');
  const period = periods.find(({ label }) => label === chosen) ?? periods[0];
  if (!period && waiting.length > 0) {
    return waiting.map((one) => <WaitingQuarter key={one.label} period={one} />);
  }
  if (!period) {
    return (
      <EmptyState
        title={t`No quarter is open`}
        next={may('openPeriod')
          && <Link className="button button-primary" href="/programme">{t`Open a quarter`}</Link>}
      >
        <p>{t`Letters are made once a quarter is confirmed: one for everybody.`}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <div className="no-print"><Rules /></div>
      <div className="no-print">
        <Select
          label={t`Quarter`} value={period.label} onValue={setChosen}
          options={periods.map(({ label }) => ({ value: label, label }))}
        />
      </div>
      <Printing key={period.label} programme={programme} period={period.label} />
    </>
  );
}

function Rules() {
  const { t } = useLingui();
  return (
    <Notice title={t`Everybody gets one, unopened.`}>
      <ul>
        <li><Trans>Fold each page and put it in an envelope. The code is on the inside.</Trans></li>
        <li>
          <Trans>
            Hand them out to everybody on one day, so that a letter says nothing about its reader.
          </Trans>
        </li>
        <li>
          <Trans>
            Don’t write down who got which number. You are never shown whether a letter was claimed.
            The service knows that sessions were fetched with it, and keeps nothing of whether one
            was used.
          </Trans>
        </li>
        <li><Trans>That you opened this list is written in your team’s activity.</Trans></li>
      </ul>
    </Notice>
  );
}

function Printing({ programme, period }: { programme: Programme; period: string }) {
  const { t } = useLingui();
  const [loaded, setLoaded] = useState(0);
  const people = peopleOf(programme);
  const fetching = useTask(async (signal) => {
    const all: CodeLetter[] = [];
    for (let more = true; more && !signal.aborted;) {
      const { codeLetters } = await gateway.ask(CodeLettersDocument, {
        programmeId: programme.id, period, after: all.at(-1)?.number ?? 0, first: PAGE });
      all.push(...codeLetters);
      setLoaded(all.length);
      more = codeLetters.length === PAGE;
    }
    return all;
  });
  if (fetching.error !== undefined) return <Failure error={fetching.error} retry={fetching.run} />;
  if (fetching.busy) {
    return (
      <Progress label={t`Preparing the letters`} value={Math.min(1, loaded / Math.max(1, people))}
        text={t`${loaded} letters`} onCancel={fetching.reset} />
    );
  }
  if (!fetching.value) {
    return (
      <Button kind="primary" onClick={() => { void fetching.run(); }}>
        {t`Prepare the letters`}
      </Button>
    );
  }
  return <Printable letters={fetching.value} programme={programme} period={period} />;
}

interface PrintableProps {
  readonly letters: readonly CodeLetter[];
  readonly programme: Programme;
  readonly period: string;
}

function Printable({ letters, programme, period }: PrintableProps) {
  const { t } = useLingui();
  const [department, setDepartment] = useState('');
  const departments = [...new Set(letters.map(nameOf))];
  const shown = letters.filter((one) => department === '' || nameOf(one) === department);
  return (
    <>
      <div className="no-print">
        <Select
          label={t`Department`} value={department} onValue={setDepartment}
          options={[{ value: '', label: t`All departments` },
            ...departments.map((name) => ({ value: name, label: name }))]}
        />
        {shown.length > MOST_PRINTED ? (
          <Notice kind="warn" title={t`${shown.length} letters are too many for one print.`}>
            <Trans>Choose a department, and print them one by one.</Trans>
          </Notice>
        ) : (
          <div className="row">
            <Button kind="primary" onClick={() => { print(); }}>
              {t`Print ${shown.length} letters`}
            </Button>
            <span className="soft">
              <Trans>One a page, A4 or letter. Below is what is printed.</Trans>
            </span>
          </div>
        )}
      </div>
      {shown.length <= MOST_PRINTED && (
        <div className="letters">
          {shown.map((letter) => (
            <Letter key={letter.number} letter={letter} programme={programme} period={period} />
          ))}
        </div>
      )}
    </>
  );
}

function nameOf({ site, department }: CodeLetter): string {
  return `${site}: ${department}`;
}
