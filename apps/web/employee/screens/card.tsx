import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QrImage } from '../../ui/qr-image.tsx';
import { Screen } from '../parts/screen.tsx';
import { WhoSees } from '../parts/who-sees.tsx';
import { dayName } from '../parts/words.ts';
import { bearerText, mayBeOut, noteUsed, putBack, takenOut, takeOut } from '#wallet/bearer';
import type { Content } from '#wallet/content';
import type { HeldCredit } from '#wallet/credits';
import type { Wallet } from '#wallet/wallet';

/** A session as a code to hand to a therapist: on the screen, on paper, as a QR code. */
export default function Card({ wallet }: { wallet: Wallet; content: Content }) {
  const { t } = useLingui();
  const [shown, setShown] = useState<HeldCredit>();
  const [busy, setBusy] = useState(false);
  const [used, setUsed] = useState(false);
  const out = takenOut(wallet);
  const left = wallet.unspent('session').length;
  const take = async () => {
    setBusy(true);
    setUsed(false);
    setShown(await takeOut(wallet));
    setBusy(false);
  };
  if (shown) {
    const close = (wasSpent: boolean) => {
      setShown(undefined);
      setUsed(wasSpent);
    };
    return <Shown held={shown} wallet={wallet} onClose={close} />;
  }
  return (
    <Screen title={t`A session as a code`} back="/">
      {used && (
        <Notice kind="ok" title={<Trans>That code is taken off the list</Trans>} />
      )}
      <p><Trans>Hand the code to any therapist of the directory: it pays for one session, without an
        appointment here and without a case. It is like cash: whoever has it can use it once.</Trans></p>
      <div>
        <Button kind="primary" busy={busy} disabled={left === 0} onClick={() => { void take(); }}>
          <Trans>Take one session out</Trans>
        </Button>
      </div>
      {left === 0 && <p className="soft"><Trans>No session is left to take out.</Trans></p>}
      {out.length > 0 && (
        <section aria-labelledby="out">
          <h2 id="out"><Trans>Taken out</Trans></h2>
          <ul className="times">
            {out.map((held, index) => (
              <li key={held.id}>
                <Button onClick={() => { setShown(held); }}>{t`Code ${index + 1}`}</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {mayBeOut(wallet) && (
        <p className="soft"><Trans>Codes that were taken out on another device, or before you came back
          with your twelve words, are not listed here: this device does not know of them.</Trans></p>
      )}
      <WhoSees
        employer={t`nothing.`}
        therapist={t`the code, and whatever you tell.`}
        nobody={t`a connection between the code and you: it has no name and no number of yours.`}
      />
    </Screen>
  );
}

interface ShownProps {
  readonly held: HeldCredit;
  readonly wallet: Wallet;
  /** Back to the list; whether the code turned out to be used. */
  readonly onClose: (used: boolean) => void;
}

function Shown({ held, wallet, onClose }: ShownProps) {
  const { t, i18n } = useLingui();
  const text = bearerText(held);
  const [prefix, ...groups] = text.split('-');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Screen key={held.id} title={t`One session`} back={() => { onClose(false); }}>
      <section className="card bearer">
        <QrImage text={text} label={t`The code as a picture to scan`} />
        <p>
          <Trans>Good for one session with any therapist of the directory, until{' '}
            {dayName(held.notAfter, i18n.locale)}. Used once.</Trans>
        </p>
        <p className="bearer-code mono" translate="no">
          {[prefix, ...groups].map((group, index) => (
            // Groups can be equal; their place cannot.
            <span key={`${index} ${group}`}>{group}</span>
          ))}
        </p>
      </section>
      <div className="row no-print">
        <Button kind="primary" onClick={() => { window.print(); }}><Trans>Print</Trans></Button>
        <Button onClick={() => { void copy(); }}>
          {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
        </Button>
      </div>
      <Fate held={held} wallet={wallet} onClose={onClose} />
    </Screen>
  );
}

/** What its holder knows of the code: nobody is asked whether it was used. */
function Fate({ held, wallet, onClose }: ShownProps) {
  const used = async () => {
    await noteUsed(wallet, held);
    onClose(true);
  };
  const back = async () => {
    await putBack(wallet, held);
    onClose(false);
  };
  return (
    <details className="more no-print">
      <summary><Trans>Used? Not needed after all?</Trans></summary>
      <p><Trans>Put it back only when nobody else has it: a copy on paper stays good until it is
        used. This page asks nobody whether it was: the question would tell whose it is.</Trans></p>
      <div className="row">
        <Button onClick={() => { void used(); }}><Trans>It was used</Trans></Button>
        <Button onClick={() => { void back(); }}><Trans>Put it back</Trans></Button>
      </div>
    </details>
  );
}
