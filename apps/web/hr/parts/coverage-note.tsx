import { Trans } from '@lingui/react/macro';
import { Count } from './count.tsx';

interface CoverageNoteProps {
  /** Sessions of each seat. */
  readonly each: number;
  /** Seats of the year: everybody's, and those for people who join. */
  readonly seats: number;
  /** Session credits that are prepaid and not settled yet. */
  readonly prepaid: number;
}

/** What a year promises against what is prepaid, and what happens when more is used. */
export function CoverageNote({ each, seats, prepaid }: CoverageNoteProps) {
  const promised = seats * each;
  if (prepaid >= promised) return null;
  return (
    <div className="coverage">
      <p>
        <Trans>
          A year promises up to <Count value={promised} /> sessions: {each} for each of{' '}
          <Count value={seats} /> seats, those for people who join among them. Prepaid are{' '}
          <Count value={prepaid} />. Not everybody uses them, and how many will, nobody can know.
        </Trans>
      </p>
      <p>
        <Trans>
          If more are used than you prepaid, care goes on and no employee notices. What the reports
          settle beyond it shows here, and is invoiced with the year’s last report unless you buy
          credits before.
        </Trans>
      </p>
      {prepaid === 0 && (
        <p>
          <strong><Trans>Prepay what a year is likely to need.</Trans></strong>{' '}
          <Trans>“Buy credits” says how much that is, by how many use it.</Trans>
        </p>
      )}
    </div>
  );
}
