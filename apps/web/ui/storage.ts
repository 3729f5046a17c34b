/*
 * What a page remembers between visits. A browser may refuse that (its settings, a private window,
 * an embedding): then it is remembered for as long as the page is open, and all else works.
 */

const STORES = {
  device: () => globalThis.localStorage,
  tab: () => globalThis.sessionStorage,
} as const;

/** For this device, or for this tab alone. */
type Where = keyof typeof STORES;

const memory = new Map<string, string>();

/** What was remembered; null when nothing was. Never throws. */
export function recall(where: Where, key: string): string | null {
  try {
    return STORES[where]().getItem(key) ?? memory.get(`${where} ${key}`) ?? null;
  } catch {
    return memory.get(`${where} ${key}`) ?? null;
  }
}

/** Remember something, or forget it where it is null. Never throws. */
export function remember(where: Where, key: string, value: string | null): void {
  const name = `${where} ${key}`;
  memory.delete(name);
  try {
    if (value === null) STORES[where]().removeItem(key);
    else STORES[where]().setItem(key, value);
  } catch {
    if (value !== null) memory.set(name, value);
  }
}

/** Forget all that is remembered here. Never throws. */
export function forgetAll(): void {
  memory.clear();
  for (const store of Object.values(STORES)) {
    try {
      store().clear();
    } catch {
      // What cannot be read keeps nothing.
    }
  }
}
