import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Button } from '../../ui/button.tsx';
import { Preferences } from '../../ui/shell.tsx';
import { lock, sessionStore } from '../device/session-state.ts';
import { useGo } from './go.ts';
import { LeaveQuickly } from './leave-quickly.tsx';

/** The frame of every screen: the way out is always in the same place. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const go = useGo();
  const session = useSyncExternalStore(sessionStore.subscribe, sessionStore.read);
  return (
    <>
      <a className="skip-link" href="#main">{t`Skip to the content`}</a>
      <header className="shell-bar top-bar">
        <button type="button" className="top-name" onClick={() => { go('/'); }}>
          <Trans>Appointments</Trans>
        </button>
        <div className="shell-end">
          {session.kind === 'open' && (
            <Button kind="quiet" onClick={() => { lock(); go('/'); }}><Trans>Lock</Trans></Button>
          )}
          <LeaveQuickly />
        </div>
      </header>
      <main id="main" className="narrow" tabIndex={-1}>{children}</main>
      <footer className="shell-foot narrow">
        <div className="row">
          <Button kind="quiet" onClick={() => { go('/who'); }}><Trans>Who sees what</Trans></Button>
          <Button kind="quiet" onClick={() => { go('/leaving'); }}>
            <Trans>What leaving erases</Trans>
          </Button>
        </div>
        <p className="soft"><Trans>The browser’s own Back button leaves these pages. Use the buttons
          here.</Trans></p>
        <Preferences />
      </footer>
    </>
  );
}
