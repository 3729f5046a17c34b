import { Trans } from '@lingui/react/macro';

/** Shown while something is fetched. */
export function Waiting() {
  return <p className="waiting soft" role="status"><Trans>Loading…</Trans></p>;
}
