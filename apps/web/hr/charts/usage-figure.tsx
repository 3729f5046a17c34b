import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { writeCsv } from '#disclosure/sheet/write-csv';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { download } from '../../ui/download.ts';
import { Count } from '../parts/count.tsx';
import { WhyHidden } from './why-hidden.tsx';
import './charts.css';

/** One line of a figure: a group or a period, with what was released of it. */
export interface Row {
  readonly key: string;
  readonly label: string;
  readonly users: number | null;
  readonly sessions: number | null;
  /** People whom it could have been; the bar's full length. */
  readonly outOf?: number | undefined;
  readonly hidden: boolean;
  /** Names of its group and its category, where it is one of a crossed table. */
  readonly across?: { readonly group: string; readonly category: string } | undefined;
}

interface UsageFigureProps {
  readonly title: string;
  /** Where the numbers come from: k, period, day of release. */
  readonly source: ReactNode;
  readonly rows: readonly Row[];
  /** What the first column is about. */
  readonly about: string;
  readonly withSessions: boolean;
  /** Whether the list appears all together or not at all. */
  readonly whole?: boolean;
  /** Whether what is drawn is a table by itself. */
  readonly isTable?: boolean;
  readonly k: number;
  readonly file: string;
  readonly children: ReactNode;
}

/** A chart with its source, the same numbers as a table, as CSV, and why some are hidden. */
export function UsageFigure(props: UsageFigureProps) {
  const {
    title, source, rows, k, file, withSessions, about, children, whole = false, isTable = false,
  } = props;
  const { t } = useLingui();
  const [asTable, setAsTable] = useState(false);
  const saveCsv = () => {
    const cells = rows.map((row) => [row.label, row.hidden ? t`hidden` : row.users,
      ...(withSessions ? [row.hidden ? t`hidden` : row.sessions] : [])]);
    const header = [about, t`people`, ...(withSessions ? [t`sessions`] : [])];
    download(file, 'text/csv', writeCsv([header, ...cells]));
  };
  return (
    <figure className="usage-figure">
      <figcaption><h2>{title}</h2><p className="soft">{source}</p></figcaption>
      <div className="row no-print">
        {!isTable && (
          <Button aria-pressed={asTable} onClick={() => { setAsTable(!asTable); }}>
            {t`Show as a table`}
          </Button>
        )}
        <Button kind="quiet" onClick={saveCsv}>{t`CSV`}</Button>
      </div>
      <div className={asTable ? 'only-print' : undefined}>{children}</div>
      {!isTable && (
        <div className={asTable ? undefined : 'only-print'}>
          <DataTable
            caption={title} hideCaption rows={rows} keyOf={({ key }) => key}
            columns={[
              { id: 'label', title: about, cell: ({ label }) => label },
              { id: 'users', title: t`People`, numeric: true,
                cell: (row) => <Cell hidden={row.hidden} value={row.users} /> },
              ...(withSessions ? [{ id: 'sessions', title: t`Sessions`, numeric: true,
                cell: (row: Row) => <Cell hidden={row.hidden} value={row.sessions} /> }] : []),
            ]}
          />
        </div>
      )}
      {rows.some(({ hidden }) => hidden) && <WhyHidden k={k} whole={whole} />}
    </figure>
  );
}

function Cell({ hidden, value }: { hidden: boolean; value: number | null }) {
  if (hidden) return <em className="soft"><Trans>hidden</Trans></em>;
  return value === null ? null : <Count value={value} />;
}
