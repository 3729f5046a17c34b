import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { writeCsv } from '#sheet/write-csv';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { download } from '../../ui/download.ts';
import './charts.css';

type Cell = string | number | null;

interface ReportFigureProps {
  readonly title: string;
  /** Of whom and when the numbers are. */
  readonly source: ReactNode;
  /** Titles of the columns; the first one heads its row. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows of the file, with its header: all that was told of the list. */
  readonly csv: readonly (readonly Cell[])[];
  readonly file: string;
  readonly children: ReactNode;
  /** What stands below, such as why something is not split. */
  readonly notes?: ReactNode;
}

/** A chart with its source, and the same numbers as a table and as CSV. */
export function ReportFigure(props: ReportFigureProps) {
  const { title, source, columns, rows, csv, file, children, notes } = props;
  const { t } = useLingui();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="usage-figure">
      <figcaption><h2>{title}</h2><p className="soft">{source}</p></figcaption>
      {asTable ? (
        <DataTable
          caption={title} hideCaption rows={rows} keyOf={([head]) => String(head)}
          columns={columns.map((column, at) => ({
            id: column, title: column, numeric: rows.some((row) => typeof row[at] === 'number'),
            cell: (row: readonly Cell[]) => row[at],
          }))}
        />
      ) : children}
      {notes}
      <div className="row no-print">
        <Button kind="quiet" aria-pressed={asTable} onClick={() => { setAsTable(!asTable); }}>
          {t`Show as a table`}
        </Button>
        <Button
          kind="quiet" onClick={() => { download(file, 'text/csv', writeCsv(csv)); }}
        >{t`CSV`}</Button>
      </div>
    </figure>
  );
}
