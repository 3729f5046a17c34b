import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useId, useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { download } from '../../ui/download.ts';
import { Notice } from '../../ui/notice.tsx';
import { useLoaded } from '../../ui/task.ts';
import { CheckHeadcountsDocument, type CheckHeadcountsQuery } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { HeadcountFaults } from './headcount-faults.tsx';

const TEMPLATE = 'site,department,headcount\r\nBerlin,Care,70\r\nBerlin,IT,20\r\nMadrid,Sales,65\r\n';
const LARGEST = 100_000;

/** What a dry run found. */
type Check = CheckHeadcountsQuery['checkHeadcounts'];

interface HeadcountFileProps {
  readonly csv: string;
  readonly onCsv: (csv: string) => void;
  /** The programme to compare with; none for a new one. */
  readonly programmeId?: string;
  /** What is offered once the file is sound. */
  readonly children: ReactNode;
}

/** A CSV file of headcounts, checked line by line before anything is stored. */
export function HeadcountFile({ csv, onCsv, programmeId, children }: HeadcountFileProps) {
  const { t } = useLingui();
  const id = useId();
  const [tooLarge, setTooLarge] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setTooLarge(file.size > LARGEST);
    if (file.size <= LARGEST) onCsv(await file.text());
  };
  return (
    <div className="card">
      <div className="field">
        <label htmlFor={id}><Trans>CSV file of headcounts</Trans></label>
        <input
          id={id} type="file" accept=".csv,text/csv,text/plain" aria-describedby={`${id}-hint`}
          onChange={(event) => { void take(event.target.files?.[0]); }}
        />
        <p className="field-hint" id={`${id}-hint`}>
          <Trans>Three columns: site, department, headcount. Numbers only, never names.</Trans>
        </p>
        {tooLarge && (
          <p className="field-error" role="alert">{t`This file is larger than 100 kB.`}</p>
        )}
      </div>
      <div className="row">
        <Button kind="quiet" onClick={() => { download('headcounts.csv', 'text/csv', TEMPLATE); }}>
          {t`Download a template`}
        </Button>
      </div>
      <details className="paste">
        <summary><Trans>Or paste the lines here</Trans></summary>
        <textarea
          aria-label={t`Lines of headcounts`} rows={6} spellCheck={false} value={csv}
          onChange={(event) => { onCsv(event.target.value.slice(0, LARGEST)); }}
        />
      </details>
      {csv.trim() !== '' && <DryRun csv={csv} programmeId={programmeId}>{children}</DryRun>}
    </div>
  );
}

function DryRun({ csv, programmeId, children }: {
  readonly csv: string; readonly programmeId: string | undefined; readonly children: ReactNode;
}) {
  const { t } = useLingui();
  const { state, run } = useLoaded(
    () => gateway.ask(CheckHeadcountsDocument, { csv, programmeId: programmeId ?? null }), csv);
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') return <p className="soft" role="status">{t`Checking…`}</p>;
  const { checkHeadcounts: check } = state.value;
  if (check.faults.length > 0) return <HeadcountFaults faults={check.faults} />;
  if (check.blocks.length === 0) {
    return (
      <Notice kind="error" title={t`Too few people: ${check.people}`}>
        <Trans>
          A programme covers at least {check.minimum} people, so that a report is about a crowd and
          never about somebody. Add departments.
        </Trans>
      </Notice>
    );
  }
  return (
    <>
      <Notice
        kind="ok"
        title={t`The file is sound: ${check.people} people in ${check.departments} departments. Nothing is stored yet.`}
      />
      {programmeId !== undefined && <Changes check={check} />}
      <Blocks check={check} />
      {children}
    </>
  );
}

function Blocks({ check }: { check: Check }) {
  const { t } = useLingui();
  return (
    <DataTable
      caption={t`Reports will be about these groups`}
      rows={check.blocks}
      keyOf={({ block }) => block}
      columns={[
        { id: 'block', title: t`Group`, cell: ({ block }) => block },
        { id: 'label', title: t`Departments in it`, cell: ({ label }) => label },
        { id: 'people', title: t`People`, cell: ({ headcount }) => headcount, numeric: true },
      ]}
    />
  );
}

function Changes({ check: { changes } }: { check: Check }) {
  const { t } = useLingui();
  if (changes.length === 0) return <p>{t`It changes nothing.`}</p>;
  return (
    <details>
      <summary><Plural value={changes.length} one="# change" other="# changes" /></summary>
      <DataTable
        caption={t`What would change`}
        hideCaption
        rows={changes}
        keyOf={({ site, department }) => `${site} ${department}`}
        columns={[
          { id: 'department', title: t`Department`,
            cell: ({ site, department }) => `${site}: ${department}` },
          { id: 'before', title: t`Before`, cell: ({ before }) => before ?? t`new`, numeric: true },
          { id: 'after', title: t`After`, cell: ({ after }) => after ?? t`goes`, numeric: true },
        ]}
      />
    </details>
  );
}
