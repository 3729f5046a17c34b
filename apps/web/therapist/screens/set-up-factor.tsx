import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Preferences } from '../../ui/shell.tsx';
import { OwnPasskeysDocument } from '../gql/vault/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { OwnFactors } from '../parts/own-factors.tsx';
import { noteFactor } from '../parts/session.ts';
import { useAnswer } from '../parts/use-answer.ts';

/** All that a therapist sees before she has a second factor. */
export default function SetUpFactor({ end }: { end: ReactNode }) {
  const { t } = useLingui();
  const known = useAnswer('own-passkeys', OwnPasskeysDocument, {});
  const own = known.value?.providerPasskeys;
  const there = () => {
    noteFactor(false);
    return Promise.resolve();
  };
  return (
    <main id="main" className="alone">
      <Page title={t`Set up a second factor`}>
        <Notice title={t`Therapists need one before anything else.`}>
          <Trans>
            You see who comes to you and when: with a second factor a stolen password alone opens
            nothing. Choose one of the two; add the other later, for when one is lost.
          </Trans>
        </Notice>
        {known.error !== undefined && (
          <Failure error={known.error} onRetry={() => { void known.refresh(); }} />
        )}
        {!own && known.busy && <p role="status"><Trans>Opening your account …</Trans></p>}
        {own && <OwnFactors isOn={false} left={0} {...own} onChanged={there} />}
        <p className="after">{end}</p>
        <Preferences />
      </Page>
    </main>
  );
}
