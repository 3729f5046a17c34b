import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { useShortMonths } from '../parts/period-names.ts';
import { Hatching } from './hatching.tsx';
import type { Row } from './usage-figure.tsx';

const HEIGHT = 236;
const LINE = 16;
const TOP = 30;
const BOTTOM = 190;

type Series = 'users' | 'sessions';

/** People and sessions of each release; a hidden one is hatched, and no line crosses it. */
export function TrendChart({ rows }: { rows: readonly Row[] }) {
  const { t } = useLingui();
  const monthsOf = useShortMonths();
  const id = `trend${useId().replaceAll(':', '')}`;
  const most = Math.max(1, ...rows.flatMap(({ users, sessions }) => [users ?? 0, sessions ?? 0]));
  const summary = rows.map((row) => (row.hidden ? t`${row.label}: hidden`
    : t`${row.label}: ${plural(row.users ?? 0, {
      one: '# person', other: '# people' })}, ${plural(row.sessions ?? 0, {
      one: '# session', other: '# sessions' })}`)).join('; ');
  const x = (index: number) => `${((index + 0.5) / rows.length) * 100}%`;
  return (
    <>
      <svg className="trend" height={HEIGHT} role="img" aria-label={summary}>
        <Hatching id={id} />
        <line className="trend-axis" x1="0" x2="100%" y1={BOTTOM} y2={BOTTOM} />
        {rows.map((row, index) => (
          <g key={row.key}>
            {row.hidden && (
              <rect
                x={`${(index / rows.length) * 100}%`} width={`${100 / rows.length}%`}
                y={TOP} height={BOTTOM - TOP} fill={`url(#${id})`}
              />
            )}
            {monthsOf(row.key).map((line, place) => (
              <text key={line} x={x(index)} y={BOTTOM + (place + 1) * LINE + 6} textAnchor="middle">
                {line}
              </text>
            ))}
            {row.hidden && (
              <text className="trend-hidden" x={x(index)} y={TOP - 8} textAnchor="middle">
                {t`hidden`}
              </text>
            )}
          </g>
        ))}
        <Line rows={rows} series="sessions" most={most} x={x} />
        <Line rows={rows} series="users" most={most} x={x} />
      </svg>
      <ul className="trend-legend" aria-hidden="true">
        <li><span className="mark mark-users" /><Trans>People</Trans></li>
        <li><span className="mark mark-sessions" /><Trans>Sessions</Trans></li>
      </ul>
    </>
  );
}

interface LineProps {
  readonly rows: readonly Row[];
  readonly series: Series;
  readonly most: number;
  readonly x: (index: number) => string;
}

function Line({ rows, series, most, x }: LineProps) {
  const y = (value: number) => BOTTOM - (value / most) * (BOTTOM - TOP - 16);
  return (
    <g className={`trend-${series}`}>
      {rows.map((row, index) => {
        const value = row[series];
        const before = rows[index - 1]?.[series] ?? null;
        if (value === null) return null;
        return (
          <g key={row.key}>
            {before !== null && (
              <line x1={x(index - 1)} y1={y(before)} x2={x(index)} y2={y(value)} />
            )}
            <circle cx={x(index)} cy={y(value)} r="5" />
            <text x={x(index)} y={y(value) - 11} textAnchor="middle">{value}</text>
          </g>
        );
      })}
    </g>
  );
}
