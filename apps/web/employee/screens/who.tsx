import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { readSettings } from '../../ui/settings.ts';
import { useGo } from '../parts/go.ts';
import { Screen } from '../parts/screen.tsx';
import WhoRuns from '../parts/who-runs.tsx';

/** The whole table: what each side can know, whatever it does. */
export default function Who() {
  const { t } = useLingui();
  const go = useGo();
  const { organisations } = readSettings();
  const isCarried = organisations === 'three' || organisations === 'vault-and-courier';
  return (
    <Screen title={t`Who sees what`} back="/">
      <div className="parties">
        <Party name={t`Your employer`}>
          <li><Trans>That letters were handed out, one for everybody.</Trans></li>
          <li><Trans>Counts of at least five people, every three months, a month after they ended.</Trans></li>
          <li className="never"><Trans>Never: who used a letter, who booked, with whom, when, why.</Trans></li>
        </Party>
        <Party name={t`Your therapist`}>
          <li><Trans>A made-up name and a colour, other ones than any other therapist sees.</Trans></li>
          <li><Trans>When you have booked, and what you say.</Trans></li>
          <li className="never"><Trans>Never: your employer, your letter, your other sessions.</Trans></li>
        </Party>
        <Party name={t`The service, its open side`}>
          <li><Trans>That a letter’s sessions were fetched, as everybody’s are.</Trans></li>
          <li><Trans>The address of the network in which you used the letter.</Trans></li>
          {isCarried
            ? <li className="never"><Trans>Never: that you came back, or when this page is open.</Trans></li>
            : <Carried />}
        </Party>
        {isCarried && <Party name={t`Whoever brings you this page`}><Carried /></Party>}
        <Party name={t`The service, its closed side`}>
          <li><Trans>A case without a name: its therapist, its appointments, what was paid.</Trans></li>
          <li className="never">
            {organisations === 'vault-and-courier' ? <Trans>Never: who you are, your letter.</Trans>
              : <Trans>Never: who you are, your letter, your network.</Trans>}
          </li>
        </Party>
      </div>
      <p><Trans>The two sides have databases and keys of their own, and neither can tell alone which
        letter a case came from. Each night what they keep is written anew, in random order. From one
        copy of it, made after that, both together cannot tell either. From copies of every day, or
        from records of the day itself, they can for some who enter their letter only when they need
        care. So enter yours when you get it.</Trans></p>
      <WhoRuns />
      <section className="card">
        <h2><Trans>Somebody else’s contract</Trans></h2>
        <p><Trans>A consent or a privacy notice of somebody else can be read here for what it leaves open. It
          stays on this device.</Trans></p>
        <div className="row">
          <Button onClick={() => { go('/contract'); }}><Trans>Read a contract</Trans></Button>
        </div>
      </section>
    </Screen>
  );
}

/** What carrying shows. */
function Carried() {
  return (
    <>
      <li><Trans>Sealed requests, and the address of the network you are in: that this page is open
        there, and for how long.</Trans></li>
      <li className="never"><Trans>Never: what is in them.</Trans></li>
    </>
  );
}

function Party({ name, children }: { name: string; children: ReactNode }) {
  return <section className="card"><h2>{name}</h2><ul>{children}</ul></section>;
}
