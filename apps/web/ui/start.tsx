import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { showTheme } from './appearance.ts';
import { setClock } from './clock.ts';
import { loadWords, type Catalogues } from './i18n.ts';
import { readSettings } from './settings.ts';
import './theme.css';

interface Surface {
  readonly screen: ReactNode;
  readonly words: Catalogues;
}

/** Put a surface on its page: theme, words, router with the base that the gateway names. */
export async function start({ screen, words }: Surface): Promise<void> {
  showTheme();
  await Promise.all([loadWords(words), setClock()]);
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  createRoot(root).render(
    <I18nProvider i18n={i18n}>
      <Router base={readSettings().base}>{screen}</Router>
    </I18nProvider>,
  );
}
