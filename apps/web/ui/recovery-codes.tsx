import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from './button.tsx';
import { download } from './download.ts';
import { Notice } from './notice.tsx';
import { useTask } from './task.ts';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => Promise<unknown>;
}

/** Recovery codes, shown this once: print them, save them, and only then go on. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const { t } = useLingui();
  const save = () => {
    download('recovery-codes.txt', 'text/plain', `${codes.join('\r\n')}\r\n`);
  };
  const done = useTask(onKept);
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
