import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { FactorCode } from '../../ui/code-form.tsx';
import { Field } from '../../ui/field.tsx';
import { isLongEnough, NewPassword } from '../../ui/new-password.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { PasskeyRefusal } from '../../ui/passkey-refusal.tsx';
import { Preferences } from '../../ui/shell.tsx';
import { useTask } from '../../ui/task.ts';
import { Failure } from '../parts/failure.tsx';
import { beginSession } from '../parts/session.ts';
import { signIn, signInByPasskey, type SignInOutcome } from '../parts/sign-in.ts';
import { useStanding } from '../parts/use-answer.ts';

/** What is being asked for: each step is told after the one before it was right. */
type Step = 'credentials' | 'new-password' | 'code';

/** What is asked for after a right password. */
interface Asked {
  readonly authenticator: boolean;
  /** Whether she has passkeys that are good here. */
  readonly passkey: boolean;
  /** What to give to the browser for one; null where that was used. */
  readonly options: string | null;
}

const EMPTY = { login: '', password: '', newPassword: '', code: '' };

/** What she has given so far, the step that she is at, and the sending of it. */
function useSignIn() {
  const [given, setGiven] = useState(EMPTY);
  const [step, setStep] = useState<Step>('credentials');
  const [tried, setTried] = useState(false);
  const [working, setWorking] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const give = (part: Partial<typeof EMPTY>) => { setGiven((old) => ({ ...old, ...part })); };
  const task = useTask(async (signal, by: 'code' | 'passkey' = 'code') => {
    setWorking(false);
    const onWork = () => { setWorking(true); };
    const { login, password, newPassword, code } = given;
    const words = { login, password, newPassword: newPassword || null };
    const outcome = by === 'code'
      ? await signIn(signal, { ...words, code: code || null }, onWork)
      : await signInByPasskey(signal, { ...words, code: null }, asked?.options ?? null, onWork);
    if (outcome.__typename === 'ProviderSession') beginSession(outcome);
    if (outcome.__typename === 'ProviderNewPasswordNeeded') setStep('new-password');
    if (outcome.__typename === 'PasswordRefused') setStep('new-password');
    if (outcome.__typename === 'SecondFactorNeeded') {
      setStep('code');
      setAsked({
        authenticator: outcome.authenticator, passkey: outcome.passkey !== null,
        options: outcome.passkey });
    }
    // What a passkey has signed is good once.
    if (isOf(outcome, 'WRONG_PASSKEY')) setAsked((old) => old && { ...old, options: null });
    return outcome;
  });
  const submit = () => {
    setTried(step === 'new-password');
    if (step !== 'new-password' || isLongEnough(given.newPassword)) void task.run();
  };
  const back = () => {
    task.reset();
    setTried(false);
    setStep('credentials');
    give({ newPassword: '', code: '' });
  };
  return { given, give, step, asked, tried, working, task, submit, back };
}

type SigningIn = ReturnType<typeof useSignIn>;

/** Whether a sign-in was refused for this. */
function isOf(outcome: SignInOutcome | undefined, code: string): boolean {
  return outcome?.__typename === 'SignInRefused' && outcome.code === code;
}

/** Sign in through the sealed channel: the gateway does not learn that anybody does. */
export function SignIn() {
  const { t } = useLingui();
  const { ended } = useStanding();
  const { given, give, step, asked, tried, working, task, submit, back } = useSignIn();
  const outcome = task.value;
  const refused = outcome?.__typename === 'PasswordRefused' ? outcome.code : undefined;
  const isWrongCode = isOf(outcome, 'WRONG_CODE');
  return (
    <main id="main" className="alone">
      <Page title={t`Sotto for therapists`} documentTitle={t`Sign in`}>
        {ended && task.state.kind === 'idle' && (
          <Notice title={t`Your session has ended`}>
            <p>
              <Trans>
                Nothing was done for a while, or it was ended from elsewhere. What you had sent is
                done; what you had typed and not sent is gone.
              </Trans>
            </p>
          </Notice>
        )}
        <form className="card" onSubmit={(event) => { event.preventDefault(); submit(); }}>
          {!isWrongCode && <Trouble outcome={outcome} error={task.error} />}
          {step === 'credentials' && <Credentials given={given} give={give} />}
          {step === 'new-password' && (
            <>
              <Notice title={t`Choose a password of your own`}>
                <p><Trans>The one that you were given has been seen by others. It is good for this once.</Trans></p>
              </Notice>
              <NewPassword
                label={t`New password`} value={given.newPassword} tried={tried} refused={refused}
                onValue={(newPassword) => { give({ newPassword }); }}
              />
            </>
          )}
          {step === 'code' && asked?.authenticator && (
            <FactorCode
              label={t`Code of your authenticator app`} value={given.code} autoFocus
              onValue={(code) => { give({ code }); }} isWrong={isWrongCode}
              hint={t`Six digits. Without your phone, enter one of your recovery codes.`}
            />
          )}
          <Ways step={step} asked={asked} task={task} back={back} working={working} />
        </form>
        <p className="soft">
          <Trans>No login, or the password is lost? Ask the operator who registered you.</Trans>
        </p>
        <Preferences />
      </Page>
    </main>
  );
}

/** The buttons of the step that she is at. */
function Ways(
  { step, asked, task, back, working }: Pick<SigningIn, 'step' | 'asked' | 'task' | 'back' | 'working'>,
) {
  const { t } = useLingui();
  const hasPasskey = step === 'code' && asked?.passkey === true
    && 'PublicKeyCredential' in globalThis;
  const takesCode = step !== 'code' || asked?.authenticator === true;
  return (
    <>
      {!takesCode && hasPasskey && (
        <p><Trans>The password is right. Confirm that it is you, by finger, face or PIN.</Trans></p>
      )}
      {!takesCode && !hasPasskey && (
        <Notice kind="warn" title={t`Your passkeys are not good at this address, or in this browser.`}>
          <Trans>Open the page at its usual address, or ask the operator who registered you.</Trans>
        </Notice>
      )}
      <div className="row">
        {takesCode && (
          <Button kind="primary" type="submit" busy={task.busy}>
            {step === 'new-password' ? t`Set password and sign in` : t`Sign in`}
          </Button>
        )}
        {hasPasskey && (
          <Button
            kind={takesCode ? 'plain' : 'primary'} busy={task.busy} autoFocus={!takesCode}
            onClick={() => { void task.run('passkey'); }}
          >
            {t`Use a passkey`}
          </Button>
        )}
        {step !== 'credentials' && <Button kind="quiet" onClick={back}>{t`Back`}</Button>}
        {task.busy && working && (
          <span role="status" className="soft">{t`Your device works for a moment: that keeps machines from guessing passwords …`}</span>
        )}
      </div>
    </>
  );
}

interface CredentialsProps {
  readonly given: typeof EMPTY;
  readonly give: (part: Partial<typeof EMPTY>) => void;
}

function Credentials({ given, give }: CredentialsProps) {
  const { t } = useLingui();
  return (
    <>
      <Field
        label={t`Login`} value={given.login} onValue={(login) => { give({ login }); }}
        autoComplete="username" required autoCapitalize="none" spellCheck={false}
        hint={t`Such as dr-quist-7k2m`}
      />
      <Field
        label={t`Password`} type="password" value={given.password}
        onValue={(password) => { give({ password }); }} autoComplete="current-password" required
      />
    </>
  );
}

function Trouble({ outcome, error }: { outcome: SignInOutcome | undefined; error: unknown }) {
  const { t } = useLingui();
  if (error !== undefined) return <Failure error={error} />;
  if (outcome?.__typename === 'SignInRefused') {
    if (outcome.code !== 'SIGN_IN_REFUSED') return <PasskeyRefusal code={outcome.code} />;
    return (
      <Notice kind="error" title={t`Login or password is wrong`}>
        <p><Trans>Check both, then try again. You cannot be locked out.</Trans></p>
      </Notice>
    );
  }
  if (outcome?.__typename !== 'ProviderSignInProofNeeded') return null;
  return (
    <Notice kind="error" title={t`Others are trying this login`}>
      <p><Trans>Try again in a moment: your device has to do a little more work.</Trans></p>
    </Notice>
  );
}
