import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';
import { missingNeeds, type Need } from '../device/needs.ts';
import { Screen } from './screen.tsx';

/** Shows its children where this browser can keep a wallet, and what it lacks where it cannot. */
export function IfAble({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const [missing, setMissing] = useState<readonly Need[]>([]);
  useEffect(() => {
    let current = true;
    void missingNeeds().then((found) => { if (current) setMissing(found); });
    return () => { current = false; };
  }, []);
  if (missing.length === 0) return children;
  return (
    <Screen title={t`This browser cannot be used here`}>
      <Notice kind="error" title={<Trans>Nothing was asked of you yet, and nothing is lost</Trans>}>
        <p><Trans>Your sessions are kept on your device alone. For that a browser has to have some
          things, and this one lacks:</Trans></p>
        <ul>{missing.map((need) => <li key={need}>{WORDS[need]}</li>)}</ul>
        <p><Trans>Your letter stays good. Enter its code in another browser or on another
          device.</Trans></p>
      </Notice>
    </Screen>
  );
}

const WORDS: Record<Need, ReactNode> = {
  https: <Trans>a protected connection. Open the address with https:// before it.</Trans>,
  storage: <Trans>room to keep things. Leave private browsing, allow this site to store data, or
    update the browser.</Trans>,
  locks: <Trans>a way to keep two tabs from writing at once. Update the browser.</Trans>,
  workers: <Trans>work beside the page. Allow scripts to work in the background, or update the
    browser.</Trans>,
  keys: <Trans>the kinds of keys that are used (Ed25519 and X25519). Update the browser.</Trans>,
};
