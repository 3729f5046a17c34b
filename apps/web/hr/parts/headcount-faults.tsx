import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { CheckHeadcountsQuery } from '../gql/gateway/graphql.ts';

type Fault = CheckHeadcountsQuery['checkHeadcounts']['faults'][number];

/** Every fault of a file by its line, in words that say how to mend it. */
export function HeadcountFaults({ faults }: { faults: readonly Fault[] }) {
  const { t } = useLingui();
  const words = useWords();
  return (
    <>
      <Notice
        kind="error"
        title={<Plural
          value={faults.length} one="# line is to be mended." other="# lines are to be mended."
        />}
      >
        <Trans>Nothing was stored. Mend the file and choose it again.</Trans>
      </Notice>
      <DataTable
        caption={t`What is to be mended`}
        hideCaption
        rows={faults}
        keyOf={({ line, column, code }) => `${line} ${column} ${code}`}
        columns={[
          { id: 'line', title: t`Line`, cell: ({ line }) => line },
          { id: 'column', title: t`Column`, cell: ({ column }) => column ?? '' },
          { id: 'fault', title: t`What to do`, cell: ({ code }) => words[code] ?? code },
        ]}
      />
    </>
  );
}

function useWords(): Record<string, string> {
  const { t } = useLingui();
  return {
    NO_ROWS: t`The file has no lines below its header. Add one for each department.`,
    MISSING_COLUMN: t`This column is missing. Name it in the first line.`,
    BROKEN_QUOTES: t`A quotation mark is not closed. Close it, or take it away.`,
    EMPTY: t`This is empty. Fill it in, or delete the line.`,
    UNFIT_NAME: t`This name is too long or has characters that do not print.`,
    NOT_A_NUMBER: t`This is not a whole number from 0 up. Write digits only.`,
    TOO_MANY_PEOPLE: t`A programme covers at most 200,000 people. Split it in two.`,
    TOO_MANY_ROWS: t`A programme has at most 500 departments. Merge small ones.`,
    TWICE: t`This department of the site was named before. Merge the two lines.`,
  };
}
