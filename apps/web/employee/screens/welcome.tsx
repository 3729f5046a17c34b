import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import { WhoSees } from '../parts/who-sees.tsx';

const WhoRuns = lazy(() => import('../parts/who-runs.tsx'));

/** The first screen on a device with no wallet: two ways on, and why this is safe. */
export function Welcome({ deleted }: { deleted: boolean }) {
  const { t } = useLingui();
  const go = useGo();
  return (
    <Screen title={t`Paid for, and nobody’s business`}>
      {deleted && <Notice kind="ok" title={<Trans>Everything here was deleted</Trans>} />}
      <p className="lead">
        <Trans>Your employer pays for sessions with a therapist. You need no account, no e-mail
          address and no name.</Trans>
      </p>
      <div className="choices">
        <Button kind="primary" onClick={() => { go('/start'); }}>
          <Trans>I have a letter with a code</Trans>
        </Button>
        <Button onClick={() => { go('/return'); }}>
          <Trans>I have been here before: twelve words</Trans>
        </Button>
      </div>
      <p className="soft">
        <Trans>Everybody gets a letter. You can put the sessions on this device now and decide later,
          or never.</Trans>
      </p>
      <WhoSees
        employer={t`nothing. It never learns whether you opened this page.`}
        therapist={t`nothing yet.`}
        nobody={t`who you are: there is nowhere to enter it.`}
      />
      <Suspense fallback={null}><WhoRuns /></Suspense>
    </Screen>
  );
}
