import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { Hatching } from './hatching.tsx';
import type { Row } from './usage-figure.tsx';

/**
 * People by group as bars; a hidden group is a hatched bar of full width with its words. A table of
 * which nothing is shown is one such bar: many alike would say no more.
 */
export function BarChart({ rows, k }: { rows: readonly Row[]; k: number }) {
  const { t } = useLingui();
  const id = useId().replaceAll(':', '');
  const isAllHidden = rows.length > 1 && rows.every(({ hidden }) => hidden);
  const [first] = rows;
  const bars = isAllHidden && first ? [{ ...first, label: t`All ${rows.length} of them` }] : rows;
  const most = Math.max(1, ...rows.map(({ users, outOf }) => outOf ?? users ?? 0));
  return (
    <ul className="bars">
      {bars.map((row) => (
        <li key={row.key} className={row.hidden ? 'is-hidden' : undefined}>
          <span className="bar-label">{row.label}</span>
          <svg className="bar" aria-hidden="true" focusable="false">
            <Hatching id={`${id}${row.key}`} />
            <rect className="bar-ground" width="100%" height="100%" rx="3" />
            {row.hidden
              ? <rect width="100%" height="100%" rx="3" fill={`url(#${id}${row.key})`} />
              : <rect className="bar-full" height="100%" rx="3"
                  width={`${((row.users ?? 0) / (row.outOf ?? most)) * 100}%`} />}
          </svg>
          <span className={row.hidden ? 'bar-value soft' : 'bar-value'}>
            {row.hidden ? t`hidden: under ${k} people, too few others, or to protect another number`
              : row.outOf === undefined ? row.users : t`${row.users ?? 0} of ${row.outOf}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
