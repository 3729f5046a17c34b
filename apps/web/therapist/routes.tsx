import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { Safe } from '../ui/broken.tsx';
import { Button } from '../ui/button.tsx';
import { IdleEnd } from '../ui/idle-end.tsx';
import { Shell } from '../ui/shell.tsx';
import { SignInsDocument, SignOutDocument } from './gql/vault/graphql.ts';
import { ask, endSession, forgetKept } from './parts/session.ts';
import { useStanding } from './parts/use-answer.ts';
import { SignIn } from './screens/sign-in.tsx';
import { Today } from './screens/today.tsx';

const Referrals = lazy(() => import('./screens/referrals.tsx'));
const Messages = lazy(() => import('./screens/messages.tsx'));
const Availability = lazy(() => import('./screens/availability.tsx'));
const Redeem = lazy(() => import('./screens/redeem.tsx'));
const Claims = lazy(() => import('./screens/claims.tsx'));
const Payouts = lazy(() => import('./screens/payouts.tsx'));
const Account = lazy(() => import('./screens/account.tsx'));
const Profile = lazy(() => import('./screens/profile.tsx'));
const SetUpFactor = lazy(() => import('./screens/set-up-factor.tsx'));

/** The screens of the console by address; without a session there is one only. */
export function Routes() {
  const { t } = useLingui();
  const { signedIn, waiting, idleMinutes, factorMissing } = useStanding();
  const [location] = useLocation();
  const bar = waiting && <WaitingBar />;
  if (!signedIn) return <>{bar}<SignIn /></>;
  if (factorMissing) {
    return <>{bar}<Suspense fallback={<Loading />}><SetUpFactor end={<SignOut />} /></Suspense></>;
  }
  const links = [
    { to: '/', label: t`Today` },
    { to: '/referrals', label: t`Referrals` },
    { to: '/messages', label: t`Messages` },
    { to: '/availability', label: t`Availability` },
    { to: '/redeem', label: t`Redeem` },
    { to: '/claims', label: t`Claims` },
    { to: '/payouts', label: t`Payouts` },
    { to: '/profile', label: t`Profile` },
  ];
  return (
    <Shell name={t`Sotto for therapists`} links={links} end={<BarEnd />}>
      {bar}
      <Safe resetKey={location}>
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/"><Today /></Route>
            <Route path="/referrals"><Referrals /></Route>
            <Route path="/messages"><Messages /></Route>
            <Route path="/availability"><Availability /></Route>
            <Route path="/redeem"><Redeem /></Route>
            <Route path="/claims"><Claims /></Route>
            <Route path="/payouts"><Payouts /></Route>
            <Route path="/profile"><Profile /></Route>
            <Route path="/account"><Account /></Route>
            <Route><Redirect to="/" replace /></Route>
          </Switch>
        </Suspense>
      </Safe>
      <IdleEnd minutes={idleMinutes} stay={stay} end={() => signOut(true)} />
    </Shell>
  );
}

function Loading() {
  return <p className="page" role="status"><Trans>Loading</Trans></p>;
}

/** So long a page that stays open tries to tell the vault that she has signed out. */
const TOLD_WITHIN_MS = 120_000;

/** The vault has not answered for a while; what was sent is sent again. */
function WaitingBar() {
  return (
    <div className="waiting-bar" role="status">
      <p>
        <strong><Trans>The vault is slow or stopped.</Trans></strong>{' '}
        <Trans>
          What you sent is sent again until there is an answer. You can leave this page open;
          nothing is done twice.
        </Trans>
      </p>
    </div>
  );
}

function BarEnd() {
  const { t } = useLingui();
  return (
    <>
      <Link className="account-link" href="/account">{t`Account`}</Link>
      <SignOut />
    </>
  );
}

/** Tell the vault, and forget what this tab shows; `ended` where nobody asked for it. */
async function signOut(ended = false): Promise<void> {
  const told = ask(AbortSignal.timeout(TOLD_WITHIN_MS), SignOutDocument, {}).catch(() => undefined);
  forgetKept();
  // What is shown is gone whether or not the vault has heard of it; the page beats on.
  const timeout = ended ? undefined : new Promise((resolve) => { setTimeout(resolve, 3_000); });
  await Promise.race([told, timeout]);
  endSession(ended);
}

/** Whoever is here says so: her session goes on. */
function stay(): Promise<unknown> {
  return ask(new AbortController().signal, SignInsDocument, {}).catch(() => undefined);
}

function SignOut() {
  const { t } = useLingui();
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    await signOut();
  };
  return <Button kind="quiet" busy={busy} onClick={() => { void leave(); }}>{t`Sign out`}</Button>;
}
