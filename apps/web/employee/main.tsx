import { start } from '../ui/start.tsx';
import { keepForOffline } from './device/offline.ts';
import { LeaveQuickly } from './parts/leave-quickly.tsx';
import { watchForExit } from './parts/quick-exit.ts';
import { Routes } from './routes.tsx';
import { watchIdleness } from './device/session-state.ts';
import './employee.css';

watchForExit();
watchIdleness();
void start({
  screen: <Routes />,
  ways: <LeaveQuickly />,
  words: {
    en: () => import('./locales/en.po'),
    es: () => import('./locales/es.po'),
  },
}).then(keepForOffline);
