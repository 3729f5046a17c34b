import { useLingui } from '@lingui/react/macro';
import './charts.css';

/** Two large numbers that nobody counted, and the small one between them. */
export function DifferencePicture() {
  const { t } = useLingui();
  return (
    <svg className="difference" viewBox="0 0 318 118" role="img" aria-label={t`an invented example: 100 less 90 is 10`}>
      <rect className="bar-ground" x="0" y="8" width="280" height="26" rx="3" />
      <text x="10" y="26">{t`the site`}</text>
      <text className="difference-number" x="285" y="26">100</text>
      <rect className="bar-ground" x="0" y="46" width="252" height="26" rx="3" />
      <text x="10" y="64">{t`the site without a team`}</text>
      <text className="difference-number" x="285" y="64">90</text>
      <line className="difference-line" x1="252" x2="252" y1="4" y2="112" />
      <line className="difference-line" x1="280" x2="280" y1="4" y2="112" />
      <rect className="bar-full" x="252" y="84" width="28" height="26" rx="3" />
      <text x="244" y="102" textAnchor="end">{t`the team`}</text>
      <text className="difference-number" x="285" y="102">10</text>
    </svg>
  );
}
