import { Trans, useLingui } from '@lingui/react/macro';
import { DataTable } from '../../ui/data-table.tsx';
import { Count } from '../parts/count.tsx';
import type { Row } from './usage-figure.tsx';

/**
 * A crossed table as such: a line for each group, a column for each category, the group's people
 * at the end. Hidden numbers are hatched, and say that they are.
 */
export function CrossedGrid({ title, rows }: { title: string; rows: readonly Row[] }) {
  const { t } = useLingui();
  const groups = [...Map.groupBy(rows, ({ across }) => across?.group ?? '').entries()];
  const categories = [...new Set(rows.map(({ across }) => across?.category ?? ''))];
  return (
    <DataTable
      caption={title} hideCaption rows={groups} keyOf={([group]) => group}
      columns={[
        { id: 'group', title: t`Group`, cell: ([group]) => group },
        ...categories.map((category) => ({
          id: category, title: category, numeric: true,
          cell: ([, cells]: [string, Row[]]) =>
            <Users of={cells.find(({ across }) => across?.category === category)?.users} />,
        })),
        { id: '*', title: t`All`, numeric: true,
          cell: ([, [first]]: [string, Row[]]) => <Users of={first?.outOf} /> },
      ]}
    />
  );
}

function Users({ of: users }: { of: number | null | undefined }) {
  return typeof users === 'number' ? <Count value={users} />
    : <span className="hatched"><Trans>hidden</Trans></span>;
}
