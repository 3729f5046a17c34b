import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { missingNeeds, type Need } from '../device/needs.ts';
import { Screen } from './screen.tsx';

interface IfAbleProps {
  /** What is shown while it is tried. */
  readonly meanwhile: ReactNode;
  readonly children: ReactNode;
  /** Hears that it cannot, as that is said; the same function at each render. */
  readonly onUnable?: (isUnable: true) => void;
}

/** Shows its children where this browser can keep a wallet, and what it lacks where it cannot. */
export default function IfAble({ meanwhile, children, onUnable }: IfAbleProps) {
  const [missing, setMissing] = useState<readonly Need[]>();
  useEffect(() => {
    let current = true;
    void missingNeeds().then((found) => {
      if (!current) return;
      setMissing(found);
      if (found.length > 0) onUnable?.(true);
    });
    return () => { current = false; };
  }, [onUnable]);
  if (!missing) return meanwhile;
  return missing.length === 0 ? children : <Unable missing={missing} />;
}

function Unable({ missing }: { missing: readonly Need[] }) {
  const { t } = useLingui();
  const lacks = missing.filter((need) => need !== 'date');
  const title = lacks.length > 0
    ? t`This browser cannot be used here` : t`The date of this device is wrong`;
  const again = () => { location.reload(); };
  return (
    <Screen title={title}>
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
        {lacks.length > 0 && <Lacks needs={lacks} />}
      </Notice>
    </Screen>
  );
}

function Lacks({ needs }: { needs: readonly Need[] }) {
  return (
    <>
      <p><Trans>Your sessions are kept on your device alone. For that a browser has to have some
        things. In this one these are missing, blocked or out of order:</Trans></p>
      <ul>{needs.map((need) => <li key={need}>{WORDS[need]}</li>)}</ul>
      <p><Trans>Your letter stays good. Enter its code in another browser or on another
        device.</Trans></p>
    </>
  );
}

const WORDS: Partial<Record<Need, ReactNode>> = {
  https: <Trans>a protected connection. Open the address with https:// before it.</Trans>,
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
