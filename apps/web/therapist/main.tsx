import { IfAble } from '../ui/if-able.tsx';
import { start } from '../ui/start.tsx';
import { SignOutAnyway } from './parts/sign-out-anyway.tsx';
import { Routes } from './routes.tsx';
import './therapist.css';

void start({
  screen: <IfAble console="therapist"><Routes /></IfAble>,
  ways: <SignOutAnyway />,
  words: {
    en: () => import('./locales/en.po'),
    es: () => import('./locales/es.po'),
  },
});
