import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { readPhrase, type PhraseReading } from '#pseudonym/phrase';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { useOtherCode } from './other-code.ts';

/** What a field for twelve words is given. */
export interface EnterProps {
  readonly deed: string;
  /** Said of words that are a phrase, and not the one that is wanted. */
  readonly refused?: string | undefined;
  readonly onPhrase: (phrase: string) => void;
  /** What stands below: who sees the words. */
  readonly children?: ReactNode;
}

/** The twelve words as a person types or pastes them. */
export function EnterPhrase({ deed, refused, onPhrase, children }: EnterProps) {
  const { t, i18n } = useLingui();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<PhraseReading & { kind: 'malformed' }>();
  const other = useOtherCode(['words']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const reading = readPhrase(text);
    if (reading.kind === 'phrase') onPhrase(reading.phrase);
    else setFault(reading);
  };
  const say = usePhraseFaults();
  const error = fault ? other(text) ?? say(fault) : refused;
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Field
        label={t`Your twelve words`}
        hint={i18n.locale === 'en'
          ? t`In the order in which you wrote them. Numbers, commas and lines do not matter.`
          : t`The English words, in their order. Numbers, commas and lines do not matter.`}
        error={error}
        value={text}
        onValue={(typed) => { setText(typed); setFault(undefined); }}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        lang="en"
      />
      <div><Button kind="primary" type="submit">{deed}</Button></div>
      {children}
    </form>
  );
}

/** What is wrong with what was entered, word by word where that is known. */
function usePhraseFaults(): (fault: PhraseReading & { kind: 'malformed' }) => string {
  const { t, i18n } = useLingui();
  const list = (items: readonly (string | number)[]) =>
    items.map((item) => (typeof item === 'string' ? `“${item}”` : i18n.number(item))).join(', ');
  return (fault) => {
    switch (fault.reason) {
      case 'checksum':
        return t`One word is wrong, or two are exchanged. Compare them with your paper.`;
      case 'several': return t`These are twelve words twice over, and not the same. Enter one set of them.`;
      case 'unknown-words': return fault.unknown.map(({ place, typed, nearest }) => {
        const near = nearest.map((word) => `“${word}”`).join(', ');
        return near === '' ? t`Word ${place}, “${typed}”, is not one of the words that are used.`
          : t`Word ${place}, “${typed}”, is not one of the words that are used: is it ${near}?`;
      }).join(' ');
      case 'word-count': {
        const { count, missing, extra } = fault;
        const there = t`${plural(count, { one: 'There is # word', other: 'There are # words' })}; it takes twelve.`;
        if (missing.length > 0) return `${there} ${t`These numbers are missing: ${list(missing)}.`}`;
        if (extra.length > 0) return `${there} ${t`These may be too many: ${list(extra)}.`}`;
        return there;
      }
    }
  };
}
