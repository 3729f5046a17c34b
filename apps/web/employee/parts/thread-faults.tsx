import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';
import type { MessagesFault } from '#wallet/messages';

/** What is not as it should be with a thread, and what to do about it. */
export function ThreadFaults({ faults, name }: {
  faults: readonly MessagesFault[]; name: string;
}) {
  return faults.map((fault) => (
    <Notice key={fault} kind="warn" title={TITLES[fault]}>
      <p>{isOfKeys(fault) ? <AboutKeys name={name} /> : <AboutThread name={name} />}</p>
    </Notice>
  ));
}

const OF_KEYS: readonly MessagesFault[] = [
  'no-chain', 'reset', 'forked', 'not-listed', 'other-key',
];

function isOfKeys(fault: MessagesFault): boolean {
  return OF_KEYS.includes(fault);
}

function AboutThread({ name }: { name: string }) {
  return (
    <Trans>What is shown below was written by you or {name} all the same: nobody else can. When you meet,
      ask whether something is missing; until then, write only what may be held back.</Trans>
  );
}

function AboutKeys({ name }: { name: string }) {
  return (
    <Trans>Nothing is sealed to keys that are not certain: what you write goes to those that this device
      saw before. Ask {name} in your next session whether new keys were set up.</Trans>
  );
}

const TITLES: Record<MessagesFault, ReactNode> = {
  'unreadable': <Trans>Something lies here that neither of you wrote, or that was changed</Trans>,
  'contradicts': <Trans>Two different messages claim the same place; the first is shown</Trans>,
  'missing': <Trans>A message was kept back</Trans>,
  'out-of-order': <Trans>Messages came in another order than they were written</Trans>,
  'never-sent': <Trans>Your therapist has read something that this device never sent</Trans>,
  'older-than-before': <Trans>What your therapist has read was set back</Trans>,
  'no-chain': <Trans>The keys of this therapist do not check out</Trans>,
  'reset': <Trans>The keys of this therapist are said to be lost and replaced</Trans>,
  'forked': <Trans>You are shown other keys of this therapist than before</Trans>,
  'not-listed': <Trans>You are shown other keys of this therapist than everybody else</Trans>,
  'other-key': <Trans>Another key than yours is kept for you at the vault</Trans>,
};
