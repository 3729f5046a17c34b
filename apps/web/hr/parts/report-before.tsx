import { Trans, useLingui } from '@lingui/react/macro';
import { useShare } from '../charts/shares.ts';
import type { Step } from './reports.ts';

/** The same periods of last year; an arrow only where chance would not explain the difference. */
export function BeforeWords({ before }: { before: NonNullable<Step['before']> }) {
  const { i18n } = useLingui();
  const share = useShare();
  const { change } = before;
  const [people, covered] = [i18n.number(before.people), i18n.number(before.covered)];
  const then = share(before.shareBps);
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

interface NoBeforeProps {
  readonly hasBefore: boolean;
  readonly isWhole: boolean;
}

/** Why a year, or periods of it, stand beside no other. */
export function NoBefore({ hasBefore, isWhole }: NoBeforeProps) {
  return (
    <span className="before">
      {!hasBefore && <Trans>Can’t be compared: there is no report of the year before.</Trans>}
      {hasBefore && isWhole && (
        <Trans>Can’t be compared: the whole of last year can’t be shown.</Trans>
      )}
      {hasBefore && !isWhole && (
        <Trans>Can’t be compared: last year, these months alone can’t be shown.</Trans>
      )}
    </span>
  );
}
