import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Screen } from '../parts/screen.tsx';

/** The whole table: what each side can know, whatever it does. */
export default function Who() {
  const { t } = useLingui();
  return (
    <Screen title={t`Who sees what`} back="/">
      <div className="parties">
        <Party name={t`Your employer`}>
          <li><Trans>That letters were handed out, one for everybody.</Trans></li>
          <li><Trans>Counts of at least five people, once a quarter, a month after it ended.</Trans></li>
          <li className="never"><Trans>Never: who used a letter, who booked, with whom, when, why.</Trans></li>
        </Party>
        <Party name={t`Your therapist`}>
          <li><Trans>A made-up name and a colour, other ones than any other therapist sees.</Trans></li>
          <li><Trans>When you have booked, and what you say.</Trans></li>
          <li className="never"><Trans>Never: your employer, your letter, your other sessions.</Trans></li>
        </Party>
        <Party name={t`The service, its open side`}>
          <li><Trans>That a letter’s sessions were fetched, as everybody’s are.</Trans></li>
          <li><Trans>Sealed requests of a few fixed sizes, and the address of the network you are in.</Trans></li>
          <li className="never"><Trans>Never: what is in them, or that you came back.</Trans></li>
        </Party>
        <Party name={t`The service, its closed side`}>
          <li><Trans>A case without a name: its therapist, its appointments, what was paid.</Trans></li>
          <li className="never"><Trans>Never: who you are, your letter, your network.</Trans></li>
        </Party>
      </div>
      <p><Trans>The two sides are separate machines with separate keys. Even together they cannot tell,
        from what they hold, which letter a case came from.</Trans></p>
    </Screen>
  );
}

function Party({ name, children }: { name: string; children: ReactNode }) {
  return <section className="card"><h2>{name}</h2><ul>{children}</ul></section>;
}
