import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';

/** One answer for every letter that cannot be used here; the service does not say which it is. */
export function NotUsable({ other }: { other: ReactNode }) {
  return (
    <Notice
      kind="warn"
      title={<Trans>This code cannot be used here</Trans>}
      next={<div className="row">{other}</div>}
    >
      <ul>
        <li><Trans>It was used before, on this or another device: then come back with the twelve words
          that you wrote down there.</Trans></li>
        <li><Trans>If that was not you, somebody else may have used your letter: tell whoever handed it
          out that its code is taken, and ask for another. That says nothing about you.</Trans></li>
        <li><Trans>You began on another device or in a private window, and did not finish: go on there.
          If that is gone, ask for another letter.</Trans></li>
        <li><Trans>Its year may be over: then ask for this year’s letter. Everybody gets one.</Trans></li>
        <li><Trans>A character may be wrong: compare it with the letter.</Trans></li>
      </ul>
    </Notice>
  );
}
