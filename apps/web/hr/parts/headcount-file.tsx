import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useId, useRef, useState, type ReactNode } from 'react';
import { kindOf, type FileKind } from '#sheet/file-kind';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { download } from '../../ui/download.ts';
import { Notice } from '../../ui/notice.tsx';
import { useLoaded } from '../../ui/task.ts';
import { CheckHeadcountsDocument, type CheckHeadcountsQuery } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { HeadcountFaults } from './headcount-faults.tsx';
import { useRechoosing } from './use-rechoosing.ts';

const TEMPLATE = 'site,department,headcount\r\nBerlin,Care,70\r\nBerlin,IT,20\r\nMadrid,Sales,65\r\n';
/** As the gateway has it: in base64 it fits into a request. */
const LARGEST = 90_000;

/** Why a file is not even asked about. */
type Refused = FileKind | 'LARGE' | 'NOTHING' | null;

/** What a dry run found. */
type Check = CheckHeadcountsQuery['checkHeadcounts'];

interface HeadcountFileProps {
  /** The bytes of the file in base64; empty without one. */
  readonly file: string;
  readonly onFile: (file: string) => void;
  /** The programme to compare with; none for a new one. */
  readonly programmeId?: string;
  /** What is offered once the file is sound. */
  readonly children: ReactNode;
}

/** A CSV file of headcounts, checked line by line before anything is stored. */
export function HeadcountFile({ file, onFile, programmeId, children }: HeadcountFileProps) {
  const { t } = useLingui();
  const id = useId();
  const [refused, setRefused] = useState<Refused>(null);
  const [pasted, setPasted] = useState('');
  const [chosenName, setChosenName] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useRechoosing(input);
  const take = (bytes: Uint8Array) => {
    // What is no text at all is named here and never leaves the browser.
    const kind = kindOf(bytes);
    const refusal = bytes.length === 0 ? 'NOTHING'
      : kind ?? (bytes.length > LARGEST ? 'LARGE' : null);
    setRefused(refusal);
    onFile(refusal === null ? base64Of(bytes) : '');
  };
  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    setPasted('');
    setChosenName(chosen.name);
    take(new Uint8Array(await chosen.arrayBuffer()));
  };
  const paste = (text: string) => {
    setPasted(text);
    setChosenName('');
    if (input.current) input.current.value = '';
    if (text.trim() !== '') take(new TextEncoder().encode(text));
    else onFile('');
  };
  return (
    <div className="card">
      <div className="field">
        <label htmlFor={id}><Trans>CSV file of headcounts</Trans></label>
        <input
          id={id} ref={input} type="file" aria-describedby={`${id}-hint`}
          onChange={(event) => { void choose(event.target.files?.[0]); }}
        />
        <p className="field-hint" id={`${id}-hint`}>
          <Trans>Three columns: site, department, headcount; titles in German, Spanish or French are known
            too. Numbers only, never names.</Trans>
        </p>
        {chosenName !== '' && <p role="status"><Trans>Chosen: {chosenName}</Trans></p>}
        {refused === 'NOTHING' && (
          <p className="field-error" role="alert">{t`This file is empty. Choose another.`}</p>
        )}
        {refused === 'LARGE' && (
          <p className="field-error" role="alert">{t`This file is larger than 90 kB.`}</p>
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
          aria-label={t`Lines of headcounts`} rows={6} spellCheck={false}
          value={file === '' && refused === null ? '' : pasted}
          onChange={(event) => { paste(event.target.value); }}
        />
      </details>
      {refused !== null && refused !== 'LARGE' && refused !== 'NOTHING' && (
        <HeadcountFaults
          faults={[{ line: 1, column: null, code: `FILE_${refused}`, character: null }]}
        />
      )}
      {file !== '' && <DryRun file={file} programmeId={programmeId}>{children}</DryRun>}
    </div>
  );
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function DryRun({ file, programmeId, children }: {
  readonly file: string; readonly programmeId: string | undefined; readonly children: ReactNode;
}) {
  const { t } = useLingui();
  const { state, run } = useLoaded(
    () => gateway.ask(CheckHeadcountsDocument, { file, programmeId: programmeId ?? null }), file);
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
        title={t`The file is sound: ${check.people} people in ${plural(check.departments, {
          one: '# department', other: '# departments' })}. Nothing is stored yet.`}
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
