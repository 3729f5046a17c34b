import { recall, remember } from './storage.ts';

/** Light, dark, or what the system says. */
export type Theme = 'system' | 'light' | 'dark';

const KEPT_AS = 'theme';

/** The theme that was chosen on this device. */
export function chosenTheme(): Theme {
  const kept = recall('device', KEPT_AS);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Show a theme, and remember it on this device. */
export function chooseTheme(theme: Theme): void {
  remember('device', KEPT_AS, theme === 'system' ? null : theme);
  showTheme();
}

/** Show the theme that was chosen. */
export function showTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
