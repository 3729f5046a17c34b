import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Preferences } from '../../ui/shell.tsx';
import { useTask } from '../../ui/task.ts';
import { OwnFactors } from '../parts/own-factors.tsx';
import { useDoor, useSession } from '../parts/session.tsx';

/** All that an administrator sees before she has a second factor. */
export default function SetUpFactorScreen() {
  const { t } = useLingui();
  const { user } = useSession();
  const { leave } = useDoor();
  const out = useTask(async () => leave());
  return (
    <main id="main" className="alone">
      <Page title={t`Set up a second factor`}>
        <Notice title={t`Administrators need one before anything else.`}>
          <Trans>
            You open years and change your team: with a second factor a stolen password alone
            opens nothing. Choose one of the two; add the other later, for when one is lost.
          </Trans>
        </Notice>
        <p className="soft">{user.email} · {user.employer.name}</p>
        <OwnFactors />
        <p className="after">
          <Button busy={out.busy} onClick={() => { void out.run(); }}>{t`Sign out`}</Button>
        </p>
        <Preferences />
      </Page>
    </main>
  );
}
