import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { CODE_LENGTH, groupCode, wrongGroup } from '../wallet/code.ts';

const CodeScan = lazy(() => import('./code-scan.tsx'));

/** The code of a letter: typed in groups, pasted, or read from its picture. */
export function CodeEntry({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string>();
  const [scanning, setScanning] = useState(false);
  const take = (typed: string) => {
    setFault(undefined);
    setCode(groupCode(typed));
  };
  const submit = (event?: SyntheticEvent, given = code) => {
    event?.preventDefault();
    const length = given.replaceAll('-', '').length;
    const wrong = wrongGroup(given);
    if (length < CODE_LENGTH) {
      setFault(t`A code has three groups of eight characters. ${CODE_LENGTH - length} are missing.`);
    } else if (wrong) {
      setFault(t`There is a slip in group ${wrong}. Compare it with the letter.`);
    } else onCode(given);
  };
  const scanned = (text: string) => {
    setScanning(false);
    take(text);
    submit(undefined, groupCode(text));
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Field
        label={t`Code from your letter`}
        hint={t`Three groups of eight. Capitals, spaces and hyphens do not matter.`}
        error={fault}
        value={code}
        onValue={take}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        inputMode="text"
        placeholder="XXXXXXXX-XXXXXXXX-XXXXXXXX"
        maxLength={40}
      />
      <div className="row">
        <Button kind="primary" type="submit"><Trans>Go on</Trans></Button>
        <Button onClick={() => { setScanning(!scanning); }} aria-expanded={scanning}>
          <Trans>Read the square picture instead</Trans>
        </Button>
      </div>
      {scanning && <Suspense><CodeScan onText={scanned} /></Suspense>}
    </form>
  );
}
