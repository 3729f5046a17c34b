import { useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { EmptyState } from '../../ui/notice.tsx';
import { useSession } from './session.tsx';

/** Shown where there is no programme that a screen could be about. */
export function NoProgramme() {
  const { t } = useLingui();
  const { may, contractEnded } = useSession();
  return (
    <EmptyState
      title={t`There is no programme yet`}
      next={may('createProgramme') && (
        <Link className="button button-primary" href="/programme">{t`Create a programme`}</Link>
      )}
    >
      {may('createProgramme') ? <p>{t`It says whom the benefit covers, and how much of it.`}</p>
        : !contractEnded && <p>{t`An administrator of your team can create one.`}</p>}
    </EmptyState>
  );
}
