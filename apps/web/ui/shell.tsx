import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { chooseTheme, chosenTheme, type Theme } from './appearance.ts';
import { chooseLanguage, LANGUAGES, type Language } from './i18n.ts';
import './shell.css';

interface ShellProps {
  readonly name: string;
  readonly links: readonly { readonly to: string; readonly label: string }[];
  /** What stands at the end of the bar: who is signed in, a way out. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every screen: skip link, name, navigation, language and theme. */
export function Shell({ name, links, end, children }: ShellProps) {
  const { t } = useLingui();
  const [location] = useLocation();
  const isHere = (to: string) => (to === '/' ? location === '/' : location.startsWith(to));
  return (
    <>
      <a className="skip-link" href="#main">{t`Skip to the content`}</a>
      <header className="shell-bar">
        <span className="shell-name">{name}</span>
        {links.length > 0 && (
          <nav aria-label={t`Main`}>
            <ul>
              {links.map(({ to, label }) => (
                <li key={to}>
                  <Link href={to} aria-current={isHere(to) ? 'page' : undefined}>{label}</Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div className="shell-end">{end}</div>
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
      <footer className="shell-foot"><Preferences /></footer>
    </>
  );
}

/** Language and theme, remembered on this device only. */
export function Preferences() {
  const { t, i18n } = useLingui();
  const [theme, setTheme] = useState(chosenTheme());
  const themes: readonly { value: Theme; label: string }[] = [
    { value: 'system', label: t`As the system` },
    { value: 'light', label: t`Light` },
    { value: 'dark', label: t`Dark` },
  ];
  return (
    <div className="row preferences">
      <label>
        {t`Language`}
        <select
          value={i18n.locale}
          onChange={(event) => { void chooseLanguage(event.target.value as Language); }}
        >
          {LANGUAGES.map(({ value, label }) => (
            <option key={value} value={value} lang={value}>{label}</option>
          ))}
        </select>
      </label>
      <label>
        {t`Colours`}
        <select
          value={theme}
          onChange={(event) => {
            const chosen = event.target.value as Theme;
            chooseTheme(chosen);
            setTheme(chosen);
          }}
        >
          {themes.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </select>
      </label>
    </div>
  );
}
