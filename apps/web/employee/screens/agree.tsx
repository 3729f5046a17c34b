import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Check, Select } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useLoaded } from '../../ui/task.ts';
import type { Concern } from '#wallet/gql/vault/graphql';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import { Trouble, troubleOf } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { WhoSees } from '../parts/who-sees.tsx';
import { CONCERNS } from '../parts/words.ts';
import { openCase, readConsent, type CaseOpening, type Consent } from '#wallet/care';
import { underWay } from '#wallet/intents';
import type { Wallet } from '#wallet/wallet';

/** What is agreed to before the first session: the exceptions first, the rest in layers. */
export default function Agree({ wallet }: { wallet: Wallet }) {
  const { t, i18n } = useLingui();
  const language = i18n.locale;
  const text = useLoaded(
    () => readConsent(wallet.doors, language), language);
  return (
    <Screen title={t`Before you begin`} back="/">
      {text.busy && <Waiting label={t`Fetching the text`} />}
      {text.error !== undefined && (
        <Trouble kind={troubleOf(text.error)} onRetry={() => { void text.run(); }} />
      )}
      {text.value && (
        <Reading wallet={wallet} consent={text.value} onAnew={() => { void text.run(); }} />
      )}
    </Screen>
  );
}

interface ReadingProps {
  readonly wallet: Wallet;
  readonly consent: Consent;
  readonly onAnew: () => void;
}

function Reading({ wallet, consent, onAnew }: ReadingProps) {
  const { t } = useLingui();
  const go = useGo();
  const [accepted, setAccepted] = useState(false);
  const [missed, setMissed] = useState(false);
  const [concern, setConcern] = useState<Concern | ''>('');
  const [state, setState] = useState<'reading' | 'busy' | CaseOpening | { error: unknown }>('reading');
  const agree = async () => {
    if (!accepted) return setMissed(true);
    setState('busy');
    try {
      const { version, language } = consent;
      const opening = await openCase(wallet, { version, language, concern: concern || null });
      setState(opening);
      if (opening === 'opened') go('/times');
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <div className="stack">
      <Layers sections={consent.sections} />
      <Concerns value={concern} onValue={setConcern} />
      <Check
        label={t`I have read this and agree`}
        error={missed && !accepted ? t`Tick this to go on, or go back: nothing is used until then.` : undefined}
        checked={accepted}
        onChecked={setAccepted}
      />
      {state === 'busy' ? <Waiting label={t`Opening`} /> : (
        <div><Button kind="primary" onClick={() => { void agree(); }}><Trans>Agree and find a time</Trans></Button></div>
      )}
      {state === 'credit-spent' && <Trouble kind="spent" />}
      {state === 'no-credit' && <Trouble kind="expired" />}
      {state === 'consent-outdated' && (
        <Notice
          kind="warn"
          title={<Trans>The text has changed</Trans>}
          next={<Button onClick={onAnew}><Trans>Read the new one</Trans></Button>}
        />
      )}
      {typeof state === 'object' && (
        <Trouble
          kind={troubleOf(state.error)}
          kept={underWay(wallet).some(({ kind }) => kind === 'open-case')}
          onRetry={() => { void agree(); }}
        />
      )}
      <WhoSees
        employer={t`nothing. In each report you are one of a count of at least five, or of none.`}
        therapist={t`nothing yet.`}
        nobody={t`who you are. The service opens a case without a name.`}
      />
    </div>
  );
}

/** The exceptions in full; everything else opens on a press. */
function Layers({ sections }: { sections: Consent['sections'] }) {
  const [first, ...rest] = sections;
  return (
    <>
      {first && (
        <section className="card first-layer">
          <h2>{first.title}</h2>
          <p>{first.body}</p>
        </section>
      )}
      <div className="layers">
        {rest.map(({ title, body }) => (
          <details key={title}>
            <summary>{title}</summary>
            <p>{body}</p>
          </details>
        ))}
      </div>
    </>
  );
}

function Concerns({ value, onValue }: { value: Concern | ''; onValue: (one: Concern | '') => void }) {
  const { t, i18n } = useLingui();
  return (
    <Select
      label={t`What brings you? (you need not say)`}
      hint={t`The report shows the whole list of concerns or none of it: none unless at least ten people named each. No therapist is told.`}
      value={value}
      onValue={(one) => { onValue(one as Concern | ''); }}
      options={[
        { value: '', label: t`I’d rather not say` },
        ...Object.entries(CONCERNS).map(([one, label]) => ({ value: one, label: i18n._(label) })),
      ]}
    />
  );
}
