import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { ChoosePassphrase } from '../../ui/choose-passphrase.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Traffic } from '../../ui/traffic.tsx';
import { useGo } from '../parts/go.ts';
import { OwnGroup } from '../parts/own-group.tsx';
import { Screen } from '../parts/screen.tsx';
import WhoRuns from '../parts/who-runs.tsx';
import { dayName } from '../parts/words.ts';
import { today } from '../device/clock.ts';
import { isPhraseOf } from '#wallet/wallet';
import type { Content } from '#wallet/content';
import { newestGroup } from '#wallet/credits';
import { passkeysWork } from '../../ui/locking-passkey.ts';
import type { Strongbox } from '../../ui/strongbox.ts';
import type { Wallet } from '#wallet/wallet';
import { DeleteEverything } from './delete-everything.tsx';
import { EnterPhrase } from './enter-phrase.tsx';

interface SettingsProps {
  readonly wallet: Wallet;
  readonly box: Strongbox;
  readonly content: Content;
}

type Part = 'menu' | 'words' | 'prove' | 'passphrase' | 'prove-passkey';

/** The device's lock, the twelve words, and deleting everything. */
export default function Settings({ wallet, box, content }: SettingsProps) {
  const { t, i18n } = useLingui();
  const [part, setPart] = useState<Part>('menu');
  const [done, setDone] = useState<'words' | 'passphrase' | 'no-passkey'>();
  const menu = () => { setPart('menu'); };
  const known = async () => {
    await wallet.change(() => ({ phraseKnownOn: today() }));
    setDone('words');
    menu();
  };
  /** As whatever is changed: after what is being written, and never once another tab took over. */
  const keep = () => wallet.change(() => ({}));
  const change = async (passphrase: string) => {
    await box.changePassphrase(passphrase);
    await keep();
    setDone('passphrase');
    menu();
  };
  const addPasskey = async () => {
    setDone(undefined);
    await box.addPasskey().then(keep).catch(() => { setDone('no-passkey'); });
    menu();
  };
  if (part === 'prove' || part === 'prove-passkey') {
    const onRight = () => { if (part === 'prove') setPart('passphrase'); else void addPasskey(); };
    return (
      <Screen key={part} title={t`Lock`} back={menu}>
        <AskPassphrase box={box} deed={t`Go on`} onRight={onRight} />
      </Screen>
    );
  }
  if (part === 'words') {
    return (
      <Screen key={part} title={t`Do you still have them?`} back={menu}>
        <CheckPhrase wallet={wallet} onKnown={() => { void known(); }} />
      </Screen>
    );
  }
  if (part === 'passphrase') {
    return (
      <Screen key={part} title={t`Another passphrase`} back={menu}>
        <ChoosePassphrase deed={t`Lock with it`} onChosen={(one) => { void change(one); }} />
      </Screen>
    );
  }
  return (
    <Screen key={part} title={t`This device`} back="/">
      {done === 'words' && <Notice kind="ok" title={<Trans>You have them right</Trans>} />}
      {done === 'passphrase' && <Notice kind="ok" title={<Trans>The passphrase was changed</Trans>} />}
      <section className="card">
        <h2><Trans>Twelve words</Trans></h2>
        {content.phraseKnownOn && (
          <p><Trans>You showed that you have them on {dayName(content.phraseKnownOn, i18n.locale)}.</Trans></p>
        )}
        <p><Trans>This device does not keep them: they are on your paper alone, and bring everything
          back.</Trans></p>
        <div className="row">
          <Button onClick={() => { setPart('words'); }}><Trans>Check that I have them</Trans></Button>
        </div>
      </section>
      <Lock box={box} failed={done === 'no-passkey'} onPart={setPart} />
      <YourLetter content={content} />
      <section className="card"><Traffic /></section>
      <Gone />
      <WhoRuns />
    </Screen>
  );
}

/** What the newest letter says of its group; nothing before its terms were compared. */
function YourLetter({ content }: { content: Content }) {
  const group = newestGroup(content);
  if (!group) return null;
  return (
    <section className="card">
      <h2><Trans>Your letter</Trans></h2>
      <OwnGroup group={group} />
    </section>
  );
}

interface LockProps {
  readonly box: Strongbox;
  readonly failed: boolean;
  readonly onPart: (part: Part) => void;
}

function Lock({ box, failed, onPart }: LockProps) {
  return (
    <section className="card">
      <h2><Trans>Lock</Trans></h2>
      <p><Trans>This page locks itself after five minutes without a touch, and whenever it is closed.</Trans></p>
      <div className="row">
        <Button onClick={() => { onPart('prove'); }}><Trans>Change the passphrase</Trans></Button>
        <Passkey box={box} onAdd={() => { onPart('prove-passkey'); }} />
      </div>
      {failed && (
        <Notice kind="warn" title={<Trans>This passkey cannot lock anything here</Trans>} />
      )}
    </section>
  );
}

function Gone() {
  const go = useGo();
  return (
    <section className="card">
      <h2><Trans>Leave no trace</Trans></h2>
      <p><Trans>Deletes what this page keeps on this device. The browser’s history and its downloads are
        not ours to delete.</Trans></p>
      <div className="row">
        <DeleteEverything />
        <Button kind="quiet" onClick={() => { go('/leaving'); }}><Trans>What leaving erases</Trans></Button>
      </div>
    </section>
  );
}

/** The words themselves: nothing here could show them. */
function CheckPhrase({ wallet, onKnown }: { wallet: Wallet; onKnown: () => void }) {
  const { t } = useLingui();
  const [others, setOthers] = useState(false);
  const check = async (phrase: string) => {
    if (await isPhraseOf(wallet, phrase)) onKnown();
    else setOthers(true);
  };
  return (
    <EnterPhrase
      deed={t`Check them`}
      refused={others ? t`These are the words of another wallet.` : undefined}
      onPhrase={(phrase) => { void check(phrase); }}
    />
  );
}

interface AskProps {
  readonly box: Strongbox;
  readonly deed: string;
  readonly onRight: () => void;
}

/** The passphrase again: an open page that was left alone is not enough for this. */
function AskPassphrase({ box, deed, onRight }: AskProps) {
  const { t } = useLingui();
  const [passphrase, setPassphrase] = useState('');
  const [state, setState] = useState<'asking' | 'busy' | 'wrong'>('asking');
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setState('busy');
    await box.prove(passphrase).then(onRight, () => { setState('wrong'); });
  };
  return (
    <form className="stack" onSubmit={(event) => { void submit(event); }}>
      <Field
        label={t`Passphrase of this device`}
        hint={t`So that nobody does this on a page that you left open.`}
        type="password"
        autoComplete="current-password"
        error={state === 'wrong' ? t`This does not open it. Try again.` : undefined}
        value={passphrase}
        onValue={setPassphrase}
      />
      <div><Button kind="primary" type="submit" busy={state === 'busy'}>{deed}</Button></div>
    </form>
  );
}

function Passkey({ box, onAdd }: { box: Strongbox; onAdd: () => void }) {
  const { t } = useLingui();
  const [offered, setOffered] = useState(false);
  useEffect(() => { void passkeysWork().then(setOffered); }, []);
  if (box.hasPasskey) return <span className="soft"><Trans>A passkey opens it too.</Trans></span>;
  if (!offered) return null;
  return <Button onClick={onAdd}>{t`Open it with a passkey too`}</Button>;
}
