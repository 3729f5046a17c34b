import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { download } from '../../ui/download.ts';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { QrImage } from '../../ui/qr-image.tsx';
import { useTask } from '../../ui/task.ts';
import {
  BeginSecondFactorDocument, ConfirmSecondFactorDocument, RenewRecoveryCodesDocument,
  SwitchOffSecondFactorDocument,
} from '../gql/gateway/graphql.ts';
import { ChangePassword } from '../parts/change-password.tsx';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { useRoles } from '../parts/roles.ts';
import { useDoor, useSession } from '../parts/session.tsx';

/** One's own account: who one is here, and the second factor. */
export default function AccountScreen() {
  const { t } = useLingui();
  const { user, secondFactor } = useSession();
  const [codes, setCodes] = useState<readonly string[]>();
  const role = useRoles().find(({ value }) => value === user.role);
  return (
    <Page title={t`Your account`}>
      <dl className="facts">
        <dt><Trans>E-mail</Trans></dt><dd>{user.email}</dd>
        <dt><Trans>Role</Trans></dt><dd>{role?.label} <span className="soft">{role?.hint}</span></dd>
      </dl>
      <h2><Trans>Second factor</Trans></h2>
      {codes ? <RecoveryCodes codes={codes} onKept={() => { setCodes(undefined); }} />
        : secondFactor ? <SwitchedOn onCodes={setCodes} /> : <SetUp onCodes={setCodes} />}
      <h2 className="after"><Trans>Password</Trans></h2>
      <ChangePassword />
    </Page>
  );
}

function SetUp({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const { t } = useLingui();
  const begin = useTask(async () =>
    (await gateway.ask(BeginSecondFactorDocument)).beginSecondFactor);
  const begun = begin.value?.__typename === 'SecondFactorBegun' ? begin.value : undefined;
  if (!begun) {
    return (
      <>
        <p>
          <Trans>
            An authenticator app on your phone shows a code that changes every 30 seconds. With it,
            a stolen password alone opens nothing.
          </Trans>
        </p>
        {begin.error !== undefined && <Failure error={begin.error} retry={begin.run} />}
        <Button kind="primary" busy={begin.busy} onClick={() => { void begin.run(); }}>
          {t`Set up a second factor`}
        </Button>
      </>
    );
  }
  return (
    <div className="card">
      <ol>
        <li>
          <Trans>Scan this with your authenticator app.</Trans>
          <div className="totp-qr"><QrImage text={begun.uri} label={t`Secret for the app`} /></div>
          <details>
            <summary><Trans>Or type the secret</Trans></summary>
            <p className="mono link-to-copy">{begun.typed.match(/.{1,4}/g)?.join(' ')}</p>
          </details>
        </li>
        <li><Trans>Enter the code that it shows.</Trans></li>
      </ol>
      <CodeForm
        deed={t`Switch it on`}
        send={async (code) => {
          const { confirmSecondFactor: outcome } = await gateway.ask(
            ConfirmSecondFactorDocument, { code });
          if (outcome.__typename !== 'SecondFactorOn') return false;
          onCodes(outcome.recoveryCodes);
          return true;
        }}
      />
    </div>
  );
}

function SwitchedOn({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const { t } = useLingui();
  const { recoveryCodes } = useSession();
  const { look } = useDoor();
  const [deed, setDeed] = useState<'renew' | 'off'>();
  return (
    <>
      <Notice kind={recoveryCodes < 3 ? 'warn' : 'ok'} title={t`It is on.`}>
        <Plural
          value={recoveryCodes} one="# recovery code is left." other="# recovery codes are left."
        />
      </Notice>
      <div className="row">
        <Button onClick={() => { setDeed('renew'); }}>{t`New recovery codes`}</Button>
        <Button kind="quiet" onClick={() => { setDeed('off'); }}>{t`Switch it off`}</Button>
      </div>
      {deed === 'renew' && (
        <CodeForm
          deed={t`Make new recovery codes`}
          send={async (code) => {
            const { renewRecoveryCodes: outcome } = await gateway.ask(
              RenewRecoveryCodesDocument, { code });
            if (outcome.__typename !== 'SecondFactorOn') return false;
            onCodes(outcome.recoveryCodes);
            return true;
          }}
        />
      )}
      {deed === 'off' && (
        <CodeForm
          deed={t`Switch the second factor off`}
          send={async (code) => {
            const { switchOffSecondFactor: outcome } = await gateway.ask(
              SwitchOffSecondFactorDocument, { code });
            if (outcome.__typename !== 'SecondFactorOff') return false;
            await look();
            return true;
          }}
        />
      )}
    </>
  );
}

/** Asks for a code and says when it was not right. */
function CodeForm({ deed, send }: { deed: string; send: (code: string) => Promise<boolean> }) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const task = useTask(async () => send(code));
  return (
    <form className="code-form" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
      {task.error !== undefined && <Failure error={task.error} />}
      <Field
        label={t`Code of the app`} value={code} onValue={setCode} inputMode="numeric"
        autoComplete="one-time-code" required
        error={task.value === false
          ? t`Not right, or used before. Wait for the next code and enter that.` : undefined}
      />
      <Button kind="primary" type="submit" busy={task.busy}>{deed}</Button>
    </form>
  );
}

function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { t } = useLingui();
  const { look } = useDoor();
  const save = () => {
    download('recovery-codes.txt', 'text/plain', `${codes.join('\r\n')}\r\n`);
  };
  const done = useTask(async () => {
    onKept();
    await look();
  });
  return (
    <div className="card">
      <Notice kind="warn" title={t`Keep these recovery codes. They are shown this once.`}>
        <Trans>
          Each lets you in one time when your phone is lost. Print them, or save them safely.
        </Trans>
      </Notice>
      <ol className="recovery mono">{codes.map((code) => <li key={code}>{code}</li>)}</ol>
      <div className="row">
        <Button onClick={() => { print(); }}>{t`Print`}</Button>
        <Button onClick={save}>{t`Save as a file`}</Button>
        <Button kind="primary" busy={done.busy} onClick={() => { void done.run(); }}>
          {t`I have kept them`}
        </Button>
      </div>
    </div>
  );
}
