import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Safe } from '../../ui/broken.tsx';
import { Button } from '../../ui/button.tsx';
import { IdleEnd } from '../../ui/idle-end.tsx';
import { Shell } from '../../ui/shell.tsx';
import { useTask } from '../../ui/task.ts';
import { ContractNotice } from './contract-notice.tsx';
import { LetInNotice } from './let-in-notice.tsx';
import { ProgrammeEnds } from './programme-ends.tsx';
import { usePlaces } from './places.ts';
import { useProgrammes } from './programmes.tsx';
import { useDoor, useSession } from './session.tsx';
import { useShortcuts } from './shortcuts.ts';

const SearchDialog = lazy(() => import('./search.tsx'));
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'));

/** The frame of every screen: where one can go, who is signed in, search and shortcuts. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const [shown, setShown] = useState<'search' | 'shortcuts'>();
  const places = usePlaces();
  const [location] = useLocation();
  useShortcuts({ search: () => { setShown('search'); }, help: () => { setShown('shortcuts'); } });
  const close = () => { setShown(undefined); };
  const { idleMinutes } = useSession();
  const { stay, leave } = useDoor();
  return (
    <Shell
      name={t`Sotto for HR`}
      links={places.filter((place) => place.inBar).map(({ to, short }) => ({ to, label: short }))}
      end={<BarEnd onSearch={() => { setShown('search'); }} />}
    >
      <Safe resetKey={location}>
        <ContractNotice /><ProgrammeEnds /><LetInNotice />{children}
      </Safe>
      <IdleEnd minutes={idleMinutes} stay={stay} end={() => leave(true)} />
      <Suspense>
        {shown === 'search' && <SearchDialog onClose={close} />}
        {shown === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      </Suspense>
    </Shell>
  );
}

function BarEnd({ onSearch }: { onSearch: () => void }) {
  const { t } = useLingui();
  const { user } = useSession();
  const { leave } = useDoor();
  const { programmes, programme, choose } = useProgrammes();
  const out = useTask(async () => leave());
  return (
    <>
      {programmes.length > 1 && (
        <select
          className="programme-choice"
          aria-label={t`Programme`}
          value={programme?.id}
          onChange={(event) => { choose(event.target.value); }}
        >
          {programmes.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      )}
      <Button kind="quiet" onClick={onSearch} aria-keyshortcuts="/">
        {t`Search`} <kbd aria-hidden="true">/</kbd>
      </Button>
      <Link className="account-link" href="/account" title={user.email}>{t`Account`}</Link>
      <Button kind="quiet" busy={out.busy} onClick={() => { void out.run(); }}>{t`Sign out`}</Button>
    </>
  );
}
