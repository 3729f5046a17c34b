import { Trans } from '@lingui/react/macro';
import { useShare } from '../charts/shares.ts';
import type { Step } from './reports.ts';

/** The same periods of last year; an arrow only where chance would not explain the difference. */
export function BeforeWords({ before }: { before: NonNullable<Step['before']> }) {
  const share = useShare();
  const { people, covered, shareBps, change } = before;
  const then = share(shareBps);
  return (
    <span className={`before before-${change}`}>
      {change === 'more' && <Trans>↑ more than last year: {people} of {covered}, {then}</Trans>}
      {change === 'less' && <Trans>↓ less than last year: {people} of {covered}, {then}</Trans>}
      {change === 'alike' && (
        <Trans>as last year, within chance: {people} of {covered}, {then}</Trans>
      )}
    </span>
  );
}
