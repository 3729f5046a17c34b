import { Trans, useLingui } from '@lingui/react/macro';
import { readPhrase } from '#pseudonym/phrase';
import { useState, type SyntheticEvent } from 'react';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { useOtherCode } from './other-code.ts';
import { isGuessable, isMadeOf } from './guessable.ts';

/** Shorter ones are guessed, however slow each guess is made. */
const SHORTEST = 10;

interface PassphraseProps {
  readonly deed: string;
  /** Her twelve words, where they are known: none of them may open this device. */
  readonly phrase?: string;
  readonly busy?: boolean;
  readonly onChosen: (passphrase: string) => void;
}

/** Whether a text is a recovery phrase, or one with a slip. */
function isRecoveryPhrase(text: string): boolean {
  const reading = readPhrase(text);
  return reading.kind === 'phrase' || reading.reason === 'checksum' || reading.reason === 'several';
}

/** A passphrase for this device, twice. */
export function ChoosePassphrase({ deed, phrase = '', busy = false, onChosen }: PassphraseProps) {
  const { t } = useLingui();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [tried, setTried] = useState(false);
  const short = [...first].length < SHORTEST;
  const other = useOtherCode([]);
  const isPhrase = isRecoveryPhrase(first);
  const fault = short ? t`Make it ${SHORTEST} characters or longer.`
    : isPhrase ? t`These are twelve words that bring everything back. Whoever finds them would open this device too, and who forgets the passphrase needs them. Take three or four other words.`
      : isMadeOf(first, phrase) ? t`These are words of your twelve. Whoever sees them here knows a part of what brings everything back. Take other words.`
        : other(first) !== undefined ? `${other(first) ?? ''} ${t`Take words that stand nowhere.`}`
          : isGuessable(first) ? t`This one is guessed early: it repeats, counts up, or is one of the commonest. Take three or four words that do not belong together.` : undefined;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (!fault && first === second) onChosen(first);
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Field
        label={t`Passphrase for this device`}
        hint={t`At least ${SHORTEST} characters. Three or four words that do not belong together are good; none of your twelve.`}
        error={tried ? fault : undefined}
        type="password"
        autoComplete="new-password"
        value={first}
        onValue={setFirst}
      />
      <Field
        label={t`The same again`}
        error={tried && !fault && first !== second ? t`The two are not the same.` : undefined}
        type="password"
        autoComplete="new-password"
        value={second}
        onValue={setSecond}
      />
      <div><Button kind="primary" type="submit" busy={busy}>{deed}</Button></div>
      <p className="soft">
        <Trans>It locks what is on this device, and it is needed here only. Nobody can send you
          another; your twelve words are the way back.</Trans>
      </p>
    </form>
  );
}
