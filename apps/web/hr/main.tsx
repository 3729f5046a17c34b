import { start } from '../ui/start.tsx';
import { Routes } from './routes.tsx';

void start({
  screen: <Routes />,
  words: {
    en: () => import('./locales/en.po'),
    es: () => import('./locales/es.po'),
  },
});
