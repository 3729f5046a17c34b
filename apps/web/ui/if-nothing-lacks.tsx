import { useEffect, useState, type ReactNode } from 'react';
import type { Requirement } from './requirements.ts';

interface IfNothingLacksProps {
  /** What is missing; the same function at each render. */
  readonly find: () => Promise<readonly Requirement[]>;
  /** What is shown while it is tried. */
  readonly meanwhile: ReactNode;
  readonly unable: (missing: readonly Requirement[]) => ReactNode;
  readonly children: ReactNode;
  /** Hears that something lacks, as that is said; the same function at each render. */
  readonly onUnable?: (isUnable: true) => void;
}

/** Shows its children where the browser has what they need, else what it lacks. */
export function IfNothingLacks(
  { find, meanwhile, unable, children, onUnable }: IfNothingLacksProps,
) {
  const [missing, setMissing] = useState<readonly Requirement[]>();
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
