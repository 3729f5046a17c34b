import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { AnotherLetter } from '../parts/another-letter.tsx';
import { type Place, useGo } from '../parts/go.ts';
import { LeftByYear, spansYears } from '../parts/left-by-year.tsx';
import { Screen } from '../parts/screen.tsx';
import { dayName } from '../parts/words.ts';
import { mayBeOut, takenOut } from '#wallet/bearer';
import { isEnrolled } from '#wallet/care';
import type { Content } from '#wallet/content';
import type { PeriodLeft } from '#wallet/credits';
import { freeReturned } from '#wallet/intents';
import { leftByPeriod } from '#wallet/left';
import { lettersToCome } from '#wallet/letters';
import type { Wallet } from '#wallet/wallet';
import { Appointments } from './appointments.tsx';
import { ToMessages } from './messages.tsx';
import { Notices } from './notices.tsx';
import type { Sync } from './opened.tsx';

export interface HomeProps {
  readonly wallet: Wallet;
  readonly content: Content;
  readonly sync: Sync;
  readonly onSync: () => void;
}

/** What is there: sessions, until when, what is booked, and what can be done. */
export function Home({ wallet, content, sync, onSync }: HomeProps) {
  const { t } = useLingui();
  const go = useGo();
  const left = leftByPeriod(wallet);
  const hasAny = wallet.unspent('session').length + freeReturned(wallet).length > 0;
  const mayBook = hasAny && (isEnrolled(wallet) || wallet.unspent('entry').length > 0);
  const offline = sync.kind === 'trouble' && sync.trouble.kind === 'offline';
  const unread = content.isCaseUnread === true;
  return (
    <Screen title={t`Your sessions`}>
      <Notices content={content} wallet={wallet} sync={sync} onSync={onSync} />
      {unread ? <BeingLookedUp /> : <SessionsLeft wallet={wallet} left={left} />}
      {mayBook && (
        <div className="choices">
          <Button
            kind="primary"
            disabled={offline || unread}
            onClick={() => { go(isEnrolled(wallet) ? '/times' : '/agree'); }}
          >
            <Trans>Find a time</Trans>
          </Button>
          <Button disabled={unread} onClick={() => { go('/card'); }}>
            <Trans>Take a session out as a code</Trans>
          </Button>
        </div>
      )}
      {!mayBook && takenOut(wallet).length > 0 && (
        <p><Button onClick={() => { go('/card'); }}><Trans>Codes that you took out</Trans></Button></p>
      )}
      <Appointments wallet={wallet} care={wallet.care} offline={offline} />
      <ToMessages wallet={wallet} content={content} onGo={() => { go('/messages'); }} />
      <AnotherLetter wallet={wallet} onFailed={onSync} />
      <nav className="more-links" aria-label={t`More`}>
        <ul>
          {MORE.map(({ to, label }) => (
            <li key={to}><Button kind="quiet" onClick={() => { go(to); }}>{label}</Button></li>
          ))}
        </ul>
      </nav>
    </Screen>
  );
}

const MORE: readonly { to: Place; label: React.ReactNode }[] = [
  { to: '/code', label: <Trans>Enter another code</Trans> },
  { to: '/settings', label: <Trans>This device and your twelve words</Trans> },
];

/** Who came back with her words has her credits, and does not know yet which of them were used. */
function BeingLookedUp() {
  const { t } = useLingui();
  return (
    <section className="left" aria-label={t`Sessions left`} aria-busy="true">
      <p className="left-pending" aria-hidden="true">…</p>
      <p role="status">
        <strong><Trans>Your sessions are being looked up</Trans></strong>
        <span className="soft">
          <Trans>How many were used is known to the closed side alone. Its answer comes here by
            itself.</Trans>
        </span>
      </p>
    </section>
  );
}

function SessionsLeft({ wallet, left }: { wallet: Wallet; left: readonly PeriodLeft[] }) {
  const { t } = useLingui();
  const { endsOn } = wallet.content;
  const count = left.reduce((sum, { sessions }) => sum + sessions, 0);
  if (count === 0) {
    return (
      <section className="left" aria-label={t`Sessions left`}>
        <p className="left-number">0</p>
        <p>{endsOn || lettersToCome(wallet).length > 0
          ? <Trans>No sessions are left on this device. What you have booked stays booked.</Trans>
          : <Trans>No sessions are left on this device. The letter of the next year brings new ones.
            What you have booked stays booked.</Trans>}</p>
      </section>
    );
  }
  return (
    <section className="left" aria-label={t`Sessions left`}>
      <p className="left-number">{count}</p>
      <p>
        <strong>{t`${plural(count, { one: 'session left', other: 'sessions left' })}`}</strong>
        <LastDays left={left} endsOn={endsOn} today={wallet.today} />
        {mayBeOut(wallet) && (
          <span className="soft"><Trans>One that you took out as a code before you came back counts here
            until it is used.</Trans></span>
        )}
      </p>
    </section>
  );
}

/** Until when sessions are good; where they are of two years, or of one to come, for each of them. */
function LastDays({ left, endsOn, today }: {
  left: readonly PeriodLeft[]; endsOn: string | null | undefined; today: string;
}) {
  const { i18n } = useLingui();
  const [first] = left;
  if (!first || spansYears(left, today)) return <LeftByYear {...{ left, today }} />;
  const until = dayName(first.last, i18n.locale);
  return (
    <span className="soft">
      {endsOn === first.last
        ? <Trans>Book until {until}. Then they expire.</Trans>
        : <Trans>Book until {until}. Then new ones come with a new letter, and these expire.</Trans>}
    </span>
  );
}
