import { useId, type ReactNode } from 'react';
import './data-table.css';

/** One column of a table of `Row`. */
export interface Column<Row> {
  readonly id: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
}

interface DataTableProps<Row> {
  /** What the table holds; shown above it. */
  readonly caption: ReactNode;
  readonly hideCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What is shown when there are no rows. */
  readonly empty?: ReactNode;
}

/** A native table; the first column heads its row. Wide ones scroll by themselves. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, hideCaption, columns, rows, keyOf, empty } = props;
  const name = useId();
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    // What scrolls can be reached by the keyboard, so it is a region with a name.
    <div className="table-frame" tabIndex={0} role="region" aria-labelledby={name}>
      <table>
        <caption id={name} className={hideCaption ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((one) => (
              <th key={one.id} scope="col" className={one.numeric ? 'numeric' : undefined}>
                {one.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((one, index) => (index === 0
                ? <th key={one.id} scope="row">{one.cell(row)}</th>
                : (
                    <td key={one.id} className={one.numeric ? 'numeric' : undefined}>
                      {one.cell(row)}
                    </td>
                  )))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
