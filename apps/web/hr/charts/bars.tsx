import type { ReactNode } from 'react';

/** One line of a chart: shares are of the chart's full length, 0 to 1. */
export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: ReactNode;
  /** Null where there is no number to draw. */
  readonly share: number | null;
  /** What is said of it below. */
  readonly note?: ReactNode;
  /** What chance alone would explain. */
  readonly range?: readonly [least: number, most: number] | undefined;
}

/** Bars with their labels and numbers; where there is no number its words stand in their place. */
export function Bars({ bars }: { bars: readonly Bar[] }) {
  return (
    <ul className="bars">
      {bars.map(({ key, label, value, share, note, range }) => (
        <li key={key} className={share === null ? 'is-untold' : undefined}>
          <span className="bar-label">{label}</span>
          {share !== null && (
            <svg className={range ? 'bar has-range' : 'bar'} aria-hidden="true" focusable="false">
              <rect className="bar-ground" width="100%" height="100%" rx="3" />
              <rect className="bar-full" width={percent(share)} height="100%" rx="3" />
              {range && (
                <g className="bar-range">
                  <line x1={percent(range[0])} x2={percent(range[1])} y1="50%" y2="50%" />
                  {range.map((end) => (
                    <line key={end} x1={percent(end)} x2={percent(end)} y1="25%" y2="75%" />
                  ))}
                </g>
              )}
            </svg>
          )}
          <span className="bar-value">{value}</span>
          {note && <span className="bar-note">{note}</span>}
        </li>
      ))}
    </ul>
  );
}

function percent(share: number): string {
  return `${Math.min(1, share) * 100}%`;
}
