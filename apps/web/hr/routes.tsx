import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Switch } from 'wouter';
import { Page } from '../ui/page.tsx';
import { Failure } from './parts/failure.tsx';
import { Frame } from './parts/frame.tsx';
import { ProgrammesProvider } from './parts/programmes.tsx';
import { mayAsk, SCREENS, type ScreenPath } from './parts/rights.ts';
import { SessionProvider, useDoor, useSession } from './parts/session.tsx';
import { Waiting } from './parts/waiting.tsx';
import { JoinScreen } from './screens/join.tsx';
import { SignInScreen } from './screens/sign-in.tsx';
import './hr.css';

const screens: Record<ScreenPath, ComponentType> = {
  '/': lazy(() => import('./screens/overview.tsx')),
  '/programme': lazy(() => import('./screens/programme.tsx')),
  '/letters': lazy(() => import('./screens/letters.tsx')),
  '/credits': lazy(() => import('./screens/buy.tsx')),
  '/invoices': lazy(() => import('./screens/invoices.tsx')),
  '/usage': lazy(() => import('./screens/usage.tsx')),
  '/team': lazy(() => import('./screens/team.tsx')),
  '/activity': lazy(() => import('./screens/activity.tsx')),
  '/account': lazy(() => import('./screens/account.tsx')),
  '/unseen': lazy(() => import('./screens/unseen.tsx')),
};

const SetUpFactorScreen = lazy(() => import('./screens/set-up-factor.tsx'));

/** The screens of this surface by address. */
export function Routes() {
  return (
    <SessionProvider>
      <Switch>
        <Route path="/join"><JoinScreen /></Route>
        <Route><BehindTheDoor /></Route>
      </Switch>
    </SessionProvider>
  );
}

function BehindTheDoor() {
  const { t } = useLingui();
  const { door, look } = useDoor();
  if (door.kind === 'looking') return <Waiting />;
  if (door.kind === 'out') return <SignInScreen ended={door.ended} />;
  if (door.kind === 'away') {
    return (
      <main id="main">
        <Page title={t`Sotto for HR`}><Failure error={door.error} retry={look} /></Page>
      </main>
    );
  }
  if (door.session.secondFactorMissing) {
    return <Suspense fallback={<Waiting />}><SetUpFactorScreen /></Suspense>;
  }
  return (
    <ProgrammesProvider>
      <Frame>
        <Suspense fallback={<Waiting />}>
          <Switch>
            {(Object.keys(screens) as ScreenPath[]).map((path) => (
              <Route key={path} path={path}><Allowed path={path} /></Route>
            ))}
            <Route><Lost /></Route>
          </Switch>
        </Suspense>
      </Frame>
    </ProgrammesProvider>
  );
}

/** The screen, or for whom it is: an address may be typed, or sent by a colleague. */
function Allowed({ path }: { path: ScreenPath }) {
  const { t } = useLingui();
  const { may, user } = useSession();
  const Screen = screens[path];
  if (may(SCREENS[path])) return <Screen />;
  if (mayAsk(user.role, SCREENS[path])) {
    return (
      <Page title={t`Not any more`}>
        <p>{t`This ended with your contract. What there is can be read on the other screens.`}</p>
      </Page>
    );
  }
  return (
    <Page title={t`Not for your role`}>
      <p>{t`Ask an administrator of your team to do it, or to change your role.`}</p>
    </Page>
  );
}

function Lost() {
  const { t } = useLingui();
  return (
    <Page title={t`No such page`}>
      <p>{t`Choose one above, or press / to search.`}</p>
    </Page>
  );
}
