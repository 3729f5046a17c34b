import { useLingui } from '@lingui/react/macro';
import { besideAverage, PUBLISHED } from '#foresight/benchmark';
import { useShare, useShortShare } from './shares.ts';
import './charts.css';

interface BenchmarkScaleProps {
  readonly use: {
    readonly shareBps: number; readonly leastBps: number; readonly mostBps: number;
  };
}

/** How a share compares, in words; then with its range of chance beside the benchmark's marks. */
export function BenchmarkScale({ use }: BenchmarkScaleProps) {
  const { t } = useLingui();
  const share = useShare();
  const tick = useShortShare();
  const end = Math.max(1_000, Math.ceil(use.mostBps / 500) * 500);
  const at = (bps: number) => `${(bps / end) * 100}%`;
  const [yours, low, high] = [use.shareBps, use.leastBps, use.mostBps].map(share);
  const { averageBps, medianBps } = PUBLISHED;
  const [mean, median] = [share(averageBps), share(medianBps)];
  const verdict = {
    more: t`Above the average, by more than chance explains.`,
    less: t`Below the average, by more than chance explains.`,
    alike: t`Near the average: chance alone may explain the difference.`,
  }[besideAverage(use)];
  const words = t`You: ${yours}, by chance ${low} to ${high}. Average: ${mean}, median: ${median}.`;
  return (
    <>
      <p><strong>{verdict}</strong></p>
      <svg className="scale" height="112" role="img" aria-label={words}>
        <line className="scale-line" x1="0" x2="100%" y1="52" y2="52" />
        {Array.from({ length: end / 500 + 1 }, (_, nth) => nth * 500).map((bps) => (
          <g key={bps}>
            <line className="scale-line" x1={at(bps)} x2={at(bps)} y1="48" y2="56" />
            <text
              className="scale-tick" x={at(bps)} y="108"
              textAnchor={bps === 0 ? 'start' : bps === end ? 'end' : 'middle'}
            >{tick(bps)}</text>
          </g>
        ))}
        <rect
          className="scale-range" x={at(use.leastBps)} y="44" height="16" rx="8"
          width={at(use.mostBps - use.leastBps)}
        />
        <circle className="scale-you" cx={at(use.shareBps)} cy="52" r="8" />
        <text className="scale-name" x={at(use.shareBps)} y="30" textAnchor="middle">
          {t`You ${yours}`}
        </text>
        {[medianBps, averageBps].map((bps) => (
          <line key={bps} className="scale-mark" x1={at(bps)} x2={at(bps)} y1="38" y2="66" />
        ))}
        <text className="scale-other" x={at(medianBps)} y="82" textAnchor="end">{t`median`}</text>
        <text className="scale-other" x={at(averageBps)} dx="6" y="82">{t`average`}</text>
      </svg>
    </>
  );
}
