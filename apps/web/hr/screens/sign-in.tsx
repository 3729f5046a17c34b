import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Redirect } from 'wouter';
import { browserFamily } from '../../ui/browser-family.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Preferences } from '../../ui/shell.tsx';
import { useTask } from '../../ui/task.ts';
import { SignInDocument } from '../gql/gateway/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { readInvitation } from '../parts/invitation-text.ts';
import { Invited } from '../parts/invited.tsx';
import { useDoor } from '../parts/session.tsx';

/** Sign in by password, and by the code of an authenticator where one is set up. */
export function SignInScreen({ ended }: { ended: boolean }) {
  const { t } = useLingui();
  const { look } = useDoor();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string>();
  const signIn = useTask(async () => {
    const { signIn: outcome } = await gateway.ask(SignInDocument, {
      email, password, code: code?.trim() || null, browser: browserFamily(),
    });
    if (outcome.__typename === 'SecondFactorNeeded') setCode('');
    if (outcome.__typename === 'SignedIn') await look();
    return outcome;
  });
  // A link that lost its middle, as /hr#…, still says who is invited.
  const invitation = readInvitation(location.hash);
  if (invitation !== undefined) return <Redirect to={`/join#${invitation}`} replace />;
  const refused = signIn.value?.__typename === 'SignInRefused' ? signIn.value.code : undefined;
  return (
    <main id="main" className="alone">
      <Page title={t`Sotto for HR`}>
        {ended && signIn.state.kind === 'idle' && (
          <Notice title={t`Your sign-in has ended`}>
            <Trans>
              Nothing was done for a while, or it was ended from elsewhere. What you had sent is
              done; what you had typed and not sent is gone.
            </Trans>
          </Notice>
        )}
        <form
          className="card"
          onSubmit={(event) => { event.preventDefault(); void signIn.run(); }}
        >
          <Refusals code={refused} />
          {signIn.error !== undefined && <Failure error={signIn.error} />}
          {code === undefined
            ? <Credentials {...{ email, setEmail, password, setPassword }} />
            : (
              <Field
                label={t`Code of your authenticator app`} value={code} onValue={setCode}
                hint={t`Six digits. Without your phone, enter one of your recovery codes.`}
                autoComplete="one-time-code" required autoFocus
              />
            )}
          <div className="row">
            <Button kind="primary" type="submit" busy={signIn.busy}>{t`Sign in`}</Button>
            {code !== undefined && (
              <Button kind="quiet" onClick={() => { setCode(undefined); signIn.reset(); }}>
                {t`Back`}
              </Button>
            )}
          </div>
        </form>
        {code === undefined && <Invited />}
        <ForWhom />
        <Preferences />
      </Page>
    </main>
  );
}

function ForWhom() {
  return (
    <p className="soft">
      <Trans>
        This is for people who run a benefit programme. Are you an employee? Then you need no
        account: use the letter that you were given.
      </Trans>
    </p>
  );
}

interface CredentialsProps {
  readonly email: string;
  readonly setEmail: (email: string) => void;
  readonly password: string;
  readonly setPassword: (password: string) => void;
}

function Credentials({ email, setEmail, password, setPassword }: CredentialsProps) {
  const { t } = useLingui();
  return (
    <>
      <Field
        label={t`Work e-mail`} type="email" value={email} onValue={setEmail}
        autoComplete="username" required
      />
      <Field
        label={t`Password`} type="password" value={password} onValue={setPassword}
        autoComplete="current-password" required
      />
    </>
  );
}

function Refusals({ code }: { code: string | undefined }) {
  const { t } = useLingui();
  if (code === undefined) return null;
  if (code === 'WRONG_CODE') {
    return (
      <Notice kind="error" title={t`This code is not right, or was used before.`}>
        <Trans>Wait until the app shows the next one and enter that.</Trans>
      </Notice>
    );
  }
  return (
    <Notice kind="error" title={t`E-mail or password is wrong.`}>
      <Trans>Check both. Forgotten? An administrator of your team can let you set a new one.</Trans>
    </Notice>
  );
}
