import { Trans } from '@lingui/react/macro';
import { Count } from './count.tsx';

interface CoverageNoteProps {
  /** Sessions of each seat. */
  readonly each: number;
  /** Seats of the year: everybody's, and those for people who join. */
  readonly seats: number;
  /** Of them, everybody's. */
  readonly people: number;
  /** Session credits that are prepaid and not settled yet. */
  readonly prepaid: number;
}

/** What a year promises against what is prepaid, and what happens when more is used. */
export function CoverageNote({ each, seats, people, prepaid }: CoverageNoteProps) {
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
          If more are used than you prepaid, care goes on and no employee notices. What is owed is
          taken from the credits that you buy next.
        </Trans>
      </p>
      {prepaid < people && (
        <p>
          <strong>
            <Trans>Prepay at least <Count value={people} />, one for each person.</Trans>
          </strong>
        </p>
      )}
    </div>
  );
}
