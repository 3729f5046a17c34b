import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { usePlaces } from './places.ts';

interface Answers {
  readonly search: () => void;
  readonly help: () => void;
}

/** `/` searches, `?` tells the shortcuts, `g` and a letter goes to a screen. */
export function useShortcuts(answers: Answers): void {
  const [, navigate] = useLocation();
  const places = usePlaces();
  const latest = useRef({ answers, places, navigate });
  latest.current = { answers, places, navigate };
  useEffect(() => {
    let going = false;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { answers: now, places: all, navigate: go } = latest.current;
      const place = going ? all.find(({ key }) => key === event.key) : undefined;
      going = event.key === 'g';
      if (place) go(place.to);
      else if (event.key === '/') now.search();
      else if (event.key === '?') now.help();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => { document.removeEventListener('keydown', onKey); };
  }, []);
}

/** Letters belong to whoever types: shortcuts are off in fields and dialogs (WCAG 2.1.4). */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement
    && target.closest('input, select, textarea, dialog, [contenteditable]') !== null;
}
