import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { showTheme } from './appearance.ts';
import { Safe } from './broken.tsx';
import { setClock } from './clock.ts';
import { loadWords, type Catalogues } from './i18n.ts';
import { readSettings } from './settings.ts';
import './theme.css';

interface Surface {
  readonly screen: ReactNode;
  readonly words: Catalogues;
  /** What can still be done when the whole page breaks: to leave, to sign out. */
  readonly ways: ReactNode;
}

/** Put a surface on its page: theme, words, router with the base that the gateway names. */
export async function start({ screen, words, ways }: Surface): Promise<void> {
  showTheme();
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  try {
    await Promise.all([loadWords(words), setClock()]);
  } catch {
    sayItDidNotCome(root);
    return;
  }
  createRoot(root, { onCaughtError: keepQuiet, onUncaughtError: keepQuiet }).render(
    <I18nProvider i18n={i18n}>
      <Safe ways={ways}><Router base={readSettings().base}>{screen}</Router></Safe>
    </I18nProvider>,
  );
}

/** What broke says nothing to the console: its text may hold what was on the page. */
function keepQuiet(): void {
  // The person is told by the page itself.
}

/** The words themselves did not come, so these are in every language. */
function sayItDidNotCome(root: HTMLElement): void {
  const words = [
    ['en', 'A part of this page did not come. Check your connection, then load it again.', 'Load again'],
    ['es', 'Falta una parte de esta página. Compruebe su conexión y cárguela de nuevo.', 'Cargar de nuevo'],
  ] as const;
  root.replaceChildren(...words.map(([lang, text, way]) => {
    const told = document.createElement('p');
    const again = document.createElement('button');
    told.lang = lang;
    again.type = 'button';
    again.textContent = way;
    again.addEventListener('click', () => { location.reload(); });
    told.append(text, ' ', again);
    return told;
  }));
}
