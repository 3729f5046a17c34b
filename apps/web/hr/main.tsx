import { IfAble } from '../ui/if-able.tsx';
import { start } from '../ui/start.tsx';
import { SignOutAnyway } from './parts/sign-out-anyway.tsx';
import { Routes } from './routes.tsx';

void start({
  screen: <IfAble console="hr"><Routes /></IfAble>,
  ways: <SignOutAnyway />,
  words: {
    en: () => import('./locales/en.po'),
    es: () => import('./locales/es.po'),
  },
});
