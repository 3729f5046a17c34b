import { readSettings } from '../../ui/settings.ts';
import { trustedScript } from '../../ui/trusted.ts';

let registering: Promise<unknown> = Promise.resolve();

/** Resolves once a service worker that is being registered can be spoken to. */
export function registered(): Promise<unknown> {
  return registering;
}

/** Keep these pages on the device, so that credits can be read without a connection. */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  const script = new URL('offline.js', new URL(import.meta.env.BASE_URL, location.href));
  const scope = readSettings().base;
  // Not having it costs the offline view and nothing else.
  registering = navigator.serviceWorker.register(trustedScript(script.pathname), { scope })
    .catch(() => undefined);
}
