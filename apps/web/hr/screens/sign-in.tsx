import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Redirect } from 'wouter';
import { browserFamily } from '../../ui/browser-family.ts';
import { Button } from '../../ui/button.tsx';
import { FactorCode } from '../../ui/code-form.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { signByPasskey } from '../../ui/passkey.ts';
import { PasskeyRefusal } from '../../ui/passkey-refusal.tsx';
import { Preferences } from '../../ui/shell.tsx';
import { useTask } from '../../ui/task.ts';
import { SignInDocument } from '../gql/gateway/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { readInvitation } from '../parts/invitation-text.ts';
import { Invited } from '../parts/invited.tsx';
import { useDoor } from '../parts/session.tsx';

/** What is asked for after a right password. */
interface Asked {
  readonly authenticator: boolean;
  /** What to give to the browser. */
  readonly passkey?: string | null;
}

/** What she has given so far, what is asked for next, and the sending of it. */
function useSigningIn() {
  const { look } = useDoor();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState<Asked>();
  const [code, setCode] = useState('');
  const send = async (given: { code?: string | null; passkey?: string }) => {
    const { signIn: outcome } = await gateway.ask(SignInDocument, {
      email, password, ...given, browser: browserFamily(),
    });
    if (outcome.__typename === 'SecondFactorNeeded') setAsked(outcome);
    if (outcome.__typename === 'SignedIn') await look();
    return outcome;
  };
  const task = useTask(async (_signal, by: 'code' | 'passkey' = 'code') => {
    if (by === 'code') return send({ code: code.trim() || null });
    // A challenge is good once, and for some minutes: each press asks for a fresh one.
    const fresh = await send({});
    if (fresh.__typename !== 'SecondFactorNeeded' || !fresh.passkey) return fresh;
    const signed = await signByPasskey(fresh.passkey);
    return signed.kind === 'answered' ? send({ passkey: signed.answer })
      : { __typename: 'SignInRefused', code: signed.kind } as const;
  });
  const back = () => {
    setAsked(undefined);
    setCode('');
    task.reset();
  };
  return { words: { email, setEmail, password, setPassword }, asked, code, setCode, task, back };
}

/** Sign in by password, and by a code or a passkey where one is set up. */
export function SignInScreen({ ended }: { ended: boolean }) {
  const { t } = useLingui();
  const { words, asked, code, setCode, task, back } = useSigningIn();
  // A link that lost its middle, as /hr#…, still says who is invited.
  const invitation = readInvitation(location.hash);
  if (invitation !== undefined) return <Redirect to={`/join#${invitation}`} replace />;
  const refused = task.value?.__typename === 'SignInRefused' ? task.value.code : undefined;
  return (
    <main id="main" className="alone">
      <Page title={t`Sotto for HR`}>
        {ended && task.state.kind === 'idle' && <Ended />}
        <form className="card" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
          <Refusals code={refused} />
          {task.error !== undefined && <Failure error={task.error} />}
          {!asked && <Credentials {...words} />}
          {asked?.authenticator && (
            <FactorCode
              label={t`Code of your authenticator app`} value={code} onValue={setCode}
              hint={t`Six digits. Without your phone, enter one of your recovery codes.`}
              isWrong={false} autoFocus
            />
          )}
          <Ways asked={asked} task={task} back={back} />
        </form>
        {!asked && <Invited />}
        <ForWhom />
        <Preferences />
      </Page>
    </main>
  );
}

type SigningIn = ReturnType<typeof useSigningIn>;

/** The buttons of the step that she is at. */
function Ways({ asked, task, back }: Pick<SigningIn, 'asked' | 'task' | 'back'>) {
  const { t } = useLingui();
  const hasPasskey = !!asked?.passkey && 'PublicKeyCredential' in globalThis;
  const takesCode = !asked || asked.authenticator;
  return (
    <>
      {!takesCode && !hasPasskey && <NoFactorHere />}
      {!takesCode && hasPasskey && (
        <p><Trans>The password is right. Confirm that it is you, by finger, face or PIN.</Trans></p>
      )}
      <div className="row">
        {takesCode && (
          <Button kind="primary" type="submit" busy={task.busy}>{t`Sign in`}</Button>
        )}
        {hasPasskey && (
          <Button
            kind={takesCode ? 'plain' : 'primary'} busy={task.busy} autoFocus={!takesCode}
            onClick={() => { void task.run('passkey'); }}
          >
            {t`Use a passkey`}
          </Button>
        )}
        {asked && <Button kind="quiet" onClick={back}>{t`Back`}</Button>}
      </div>
    </>
  );
}

function Ended() {
  const { t } = useLingui();
  return (
    <Notice title={t`Your sign-in has ended`}>
      <Trans>
        Nothing was done for a while, or it was ended from elsewhere. What you had sent is done;
        what you had typed and not sent is gone.
      </Trans>
    </Notice>
  );
}

/** She has passkeys alone, and none of them is good at this address. */
function NoFactorHere() {
  const { t } = useLingui();
  return (
    <Notice kind="warn" title={t`Your passkeys are not good at this address, or in this browser.`}>
      <Trans>Open the page at its usual address, or ask an administrator for help.</Trans>
    </Notice>
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
  if (code !== 'WRONG_CREDENTIALS') return <PasskeyRefusal code={code} />;
  return (
    <Notice kind="error" title={t`E-mail or password is wrong.`}>
      <Trans>Check both. Forgotten? An administrator of your team can let you set a new one.</Trans>
    </Notice>
  );
}
