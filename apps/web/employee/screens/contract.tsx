import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Select, TextArea } from '../../ui/field.tsx';
import { Screen } from '../parts/screen.tsx';
import { ReadContract } from '../parts/read-contract.tsx';
import type { Language } from '#wording/marks';

/** Most characters of a text: some sixty pages. */
const LONGEST = 200_000;

/** What a pasted contract says and leaves open; nothing of it is sent or kept. */
export default function Contract() {
  const { t, i18n } = useLingui();
  const [text, setText] = useState('');
  const [language, setLanguage] = useState<Language>(i18n.locale === 'es' ? 'es' : 'en');
  const [read, setRead] = useState<{ text: string; language: Language }>();
  const [missed, setMissed] = useState(false);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissed(text.trim() === '');
    setRead(text.trim() === '' ? undefined : { text, language });
  };
  return (
    <Screen title={t`Read a contract`} back="/who">
      <p><Trans>Paste a consent, a privacy notice or a contract. It is read on this device: nothing of it is
        sent, and it is gone when you leave this screen.</Trans></p>
      <form className="stack" onSubmit={submit}>
        <TextArea
          label={t`The text`}
          rows={8}
          longest={LONGEST}
          autoComplete="off"
          spellCheck={false}
          error={missed ? t`Paste the text first.` : undefined}
          value={text}
          onValue={setText}
        />
        <Select
          label={t`Its language`}
          value={language}
          onValue={(one) => { setLanguage(one === 'es' ? 'es' : 'en'); }}
          options={[{ value: 'en', label: 'English' }, { value: 'es', label: 'Español' }]}
        />
        <div><Button kind="primary" type="submit">{t`Read it`}</Button></div>
      </form>
      <p className="visually-hidden" role="status">
        {read && t`${plural(read.text.length, { one: '# character was read', other: '# characters were read' })}`}
      </p>
      {read && <ReadContract {...read} />}
    </Screen>
  );
}
