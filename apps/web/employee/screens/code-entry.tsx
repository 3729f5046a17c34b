import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { wordsIn } from '#pseudonym/fingerprint';
import { readLetterCode } from '#pseudonym/letter-code';
import { lazy, Suspense, useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useOtherCode } from '../../ui/other-code.ts';
import { groupCode } from '../parts/code.ts';

const QrScanner = lazy(() => import('../../ui/qr-scanner.tsx'));

/** The eight words that a letter carries, where they were read with its code. */
export type Printed = readonly string[] | undefined;

/** The code of a letter: typed in groups, pasted, or read from its picture. */
export function CodeEntry({ onCode }: { onCode: (code: string, printed: Printed) => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string>();
  const other = useOtherCode(['letter']);
  const [scanning, setScanning] = useState(false);
  const take = (typed: string) => {
    setFault(undefined);
    setCode(groupCode(typed));
  };
  const submit = (event?: SyntheticEvent, given = code, printed?: Printed) => {
    event?.preventDefault();
    const strange = other(given);
    if (strange !== undefined) return setFault(strange);
    const reading = readLetterCode(given);
    switch (reading.kind) {
      case 'code': return onCode(reading.code, printed);
      case 'several': return setFault(t`There are two codes in this. Enter one of them.`);
      case 'slip': return setFault(
        t`There is a slip in group ${reading.group}. Compare it with the letter.`);
      case 'length': return setFault(`${t`A code has three groups of eight characters.`} ${
        reading.missing > 0
          ? t`${plural(reading.missing, { one: '# is missing.', other: '# are missing.' })}`
          : t`${plural(-reading.missing, { one: '# is too many.', other: '# are too many.' })}`}`);
    }
  };
  const scanned = (text: string) => {
    setScanning(false);
    take(text);
    submit(undefined, groupCode(text), wordsIn(text));
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
      />
      <div className="row">
        <Button kind="primary" type="submit"><Trans>Go on</Trans></Button>
        <Button onClick={() => { setScanning(!scanning); }} aria-expanded={scanning}>
          <Trans>Read the square picture instead</Trans>
        </Button>
      </div>
      {scanning && (
        <div className="card"><Suspense><QrScanner onText={scanned} /></Suspense></div>
      )}
    </form>
  );
}
