import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import type { Requirement } from './requirements.ts';
import { Notice } from './notice.tsx';

interface LackingProps {
  readonly missing: readonly Requirement[];
  /** What a browser has to have things for. */
  readonly why: ReactNode;
  /** What stays good, and where to go on. */
  readonly instead: ReactNode;
}

/** Says what a browser lacks and what to do about it, before anything is asked of the person. */
export function Lacking({ missing, why, instead }: LackingProps) {
  const lacks = missing.filter((need) => need !== 'date');
  const again = () => { location.reload(); };
  return (
    <Notice
      kind="error"
      title={<Trans>Nothing was asked of you yet, and nothing is lost</Trans>}
      next={<Button onClick={again}><Trans>Load the page again</Trans></Button>}
    >
      {missing.includes('date') && (
        <p><Trans>The date of this device is more than a day ahead of the service’s. Set date
          and time right in its settings. Until then this page cannot tell whether a key is a
          fresh one.</Trans></p>
      )}
      {lacks.length > 0 && (
        <>
          <p>{why}</p>
          <ul>{lacks.map((need) => <li key={need}>{WORDS[need]}</li>)}</ul>
          <p>{instead}</p>
        </>
      )}
    </Notice>
  );
}

/** The heading over it. */
export function useLackingTitle(missing: readonly Requirement[]): string {
  const { t } = useLingui();
  return missing.some((need) => need !== 'date')
    ? t`This browser cannot be used here` : t`The date of this device is wrong`;
}

const WORDS: Partial<Record<Requirement, ReactNode>> = {
  https: <Trans>a protected connection. Open the address with https:// before it. Where that does
    not answer, tell whoever gave you the address.</Trans>,
  storage: <Trans>room to keep things. Leave private browsing, allow this site to store data, make
    room on the device, or update the browser.</Trans>,
  locks: <Trans>a way to keep two tabs from writing at once. Allow this site to store data, or
    update the browser.</Trans>,
  workers: <Trans>work beside the page. Allow scripts to work in the background, or update the
    browser.</Trans>,
  random: <Trans>a source of chance, from which keys are made. Switch off what changes pages, or
    update the browser.</Trans>,
  keys: <Trans>the kinds of keys that are used (Ed25519 and X25519). Update the browser.</Trans>,
  sealing: <Trans>a way to seal what is kept (AES-GCM). Update the browser.</Trans>,
  packing: <Trans>a way to compress what is sent (gzip streams). Update the browser.</Trans>,
};
