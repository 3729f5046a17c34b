import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { readSettings, type Organisations } from '../../ui/settings.ts';

/** What kind of installation this is: who runs what, what that keeps, and what it does not. */
export default function WhoRuns() {
  const { t } = useLingui();
  const { organisations } = readSettings();
  return (
    <section className="who" aria-label={t`Who runs this service`}>
      <h2><Trans>Who runs this service</Trans></h2>
      <dl>
        <div><dt>{t`It is run by`}</dt><dd><Runs organisations={organisations} /></dd></div>
        <div><dt>{t`What holds`}</dt><dd><Holds organisations={organisations} /></dd></div>
        <div><dt>{t`What does not`}</dt><dd><Not organisations={organisations} /></dd></div>
      </dl>
    </section>
  );
}

interface Kind { readonly organisations: Organisations }

function Runs({ organisations }: Kind): ReactNode {
  switch (organisations) {
    case 'three': return (
      <Trans>Three organisations. One knows letters, one knows appointments without names, and one
        brings you this page and carries what it sends.</Trans>
    );
    case 'vault-and-courier': return (
      <Trans>Two organisations. One knows letters. The other knows appointments without names, brings
        you this page and carries what it sends.</Trans>
    );
    case 'gateway-and-courier': return (
      <Trans>Two organisations. One knows letters, brings you this page and carries what it sends. The
        other knows appointments without names.</Trans>
    );
    default: return <Trans>One organisation, all of it.</Trans>;
  }
}

function Holds({ organisations }: Kind): ReactNode {
  switch (organisations) {
    case 'three': return (
      <Trans>None of the three can tell, by what it knows alone, that you have had a session.</Trans>
    );
    case 'vault-and-courier': return (
      <Trans>Neither can put a name to somebody who has sessions.</Trans>
    );
    case 'gateway-and-courier': return (
      <Trans>Whoever knows appointments cannot tell whose they are.</Trans>
    );
    default: return (
      <Trans>Neither your employer nor a therapist can tell that you have had a session. A thief of what
        is stored cannot either, if you enter your letter when you get it and not when you need it.</Trans>
    );
  }
}

function Not({ organisations }: Kind): ReactNode {
  switch (organisations) {
    case 'three': return (
      <Trans>It ends if two of them put together, day by day, what they see: days on which letters are
        entered and cases begin, and networks.</Trans>
    );
    case 'vault-and-courier': return (
      <Trans>The one that knows appointments also sees from which networks this page is used, and when.
        It does not know whose they are.</Trans>
    );
    case 'gateway-and-courier': return (
      <Trans>The one that knows letters could guess who has sessions: it sees from which network a
        letter was used, and from which one this page is kept open. Another network helps.</Trans>
    );
    default: return (
      <Trans>The organisation itself could find out: it sees from which network a letter was used, and
        from which one this page is kept open. Another network helps.</Trans>
    );
  }
}
