import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';
import type { Restored } from '#wallet/restore';

/** Sessions that were kept for her and are none of hers: why they were left, and what to do. */
export function NotTaken({ faults }: { faults: Restored['refused'] }) {
  return (
    <Notice kind="error" title={<Trans>Sessions of a letter were not taken, to protect you</Trans>}>
      <p><Trans>The service keeps something for these words that does not fit them:</Trans></p>
      <ul>{[...new Set(faults)].map((fault) => <li key={fault}>{WORDS[fault]}</li>)}</ul>
      <p><Trans>Whoever made it could recognise you by it, so it stays where it is. What you booked
        stays booked. Tell your employer’s benefits office that the check failed when somebody came
        back with her words: you need not say who.</Trans></p>
    </Notice>
  );
}

const WORDS: Record<Restored['refused'][number], ReactNode> = {
  'keys': <Trans>its keys are not the ones that are signed for everybody.</Trans>,
  'other-block': <Trans>it is for another group of people than the one you were in.</Trans>,
  'signature': <Trans>its signatures are not on sessions of this wallet.</Trans>,
};
