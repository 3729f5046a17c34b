import { useEffect, useState, type ReactNode } from 'react';
import type { Need } from './needs.ts';

interface IfNothingLacksProps {
  /** What is missing; the same function at each render. */
  readonly find: () => Promise<readonly Need[]>;
  /** What is shown while it is tried. */
  readonly meanwhile: ReactNode;
  readonly unable: (missing: readonly Need[]) => ReactNode;
  readonly children: ReactNode;
  /** Hears that something lacks, as that is said; the same function at each render. */
  readonly onUnable?: (isUnable: true) => void;
}

/** Shows its children where the browser has what they need, else what it lacks. */
export function IfNothingLacks(
  { find, meanwhile, unable, children, onUnable }: IfNothingLacksProps,
) {
  const [missing, setMissing] = useState<readonly Need[]>();
  useEffect(() => {
    let current = true;
    void find().then((found) => {
      if (!current) return;
      setMissing(found);
      if (found.length > 0) onUnable?.(true);
    });
    return () => { current = false; };
  }, [find, onUnable]);
  if (!missing) return meanwhile;
  return missing.length === 0 ? children : unable(missing);
}
