import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { browserFamily } from '../../ui/browser-family.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { isLongEnough, NewPassword } from '../../ui/new-password.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOtherCode } from '../../ui/other-code.ts';
import { Page } from '../../ui/page.tsx';
import { Preferences } from '../../ui/shell.tsx';
import { useTask } from '../../ui/task.ts';
import { AcceptInvitationDocument } from '../gql/gateway/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { readInvitation } from '../parts/invitation-text.ts';
import { useDoor } from '../parts/session.tsx';

/** Accept an invitation: the token comes in the link's fragment, which no server is ever sent. */
export function JoinScreen() {
  const { t } = useLingui();
  const { look } = useDoor();
  const [, navigate] = useLocation();
  const [token, setToken] = useState(tokenOfAddress);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const join = useTask(async () => {
    const { acceptInvitation: outcome } = await gateway.ask(
      AcceptInvitationDocument, {
        token: readInvitation(token) ?? token.trim(), password, browser: browserFamily() });
    if (outcome.__typename === 'SignedIn') {
      await look();
      navigate('/', { replace: true });
    }
    return outcome;
  });
  const { reset } = join;
  useEffect(() => {
    // A link that is opened in a tab with this page changes its fragment alone.
    const takeUp = () => {
      if (location.hash === '') return;
      setToken(tokenOfAddress());
      reset();
    };
    addEventListener('hashchange', takeUp);
    return () => { removeEventListener('hashchange', takeUp); };
  }, [reset]);
  const other = useOtherCode(['invitation']);
  const isIncomplete = token.trim() !== '' && readInvitation(token) === undefined;
  const submit = () => {
    setTried(true);
    if (isLongEnough(password)) void join.run();
  };
  const refused = join.value?.__typename === 'PasswordRefused' ? join.value.code : undefined;
  return (
    <main id="main" className="alone">
      <Page title={t`Join your HR team`}>
        <form className="card" onSubmit={(event) => { event.preventDefault(); submit(); }}>
          {join.value?.__typename === 'InvitationRefused' && (
            <Notice kind="error" title={t`This invitation cannot be used.`}>
              <Trans>It was used, has expired or was taken back. Ask for a new one.</Trans>
            </Notice>
          )}
          {join.value?.__typename === 'PasswordSet' && (
            <Notice
              kind="ok" title={t`Your new password is set.`}
              next={<Link href="/">{t`Go to the sign-in`}</Link>}
            >
              <Trans>Sign in with it, and with a code of your authenticator app.</Trans>
            </Notice>
          )}
          {join.error !== undefined && <Failure error={join.error} />}
          <Field
            label={t`Invitation`} value={token} onValue={setToken} autoComplete="off" required
            hint={t`It is filled in when you open the link that you were given; or paste that here.`}
            error={isIncomplete
              ? other(token) ?? t`This link is not complete. Copy the whole link that you were given.`
              : undefined}
          />
          <NewPassword
            label={t`Choose a password`} value={password} onValue={setPassword} tried={tried}
            refused={refused}
          />
          <Button kind="primary" type="submit" busy={join.busy}>{t`Set password and sign in`}</Button>
        </form>
        <Preferences />
      </Page>
    </main>
  );
}

function tokenOfAddress(): string {
  const fragment = location.hash.slice(1);
  return readInvitation(fragment) ?? fragment;
}
