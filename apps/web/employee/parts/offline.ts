import { readSettings } from '../../ui/settings.ts';
import { trustedScript } from '../../ui/trusted.ts';

/** Keep these pages on the device, so that credits can be read without a connection. */
export async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const script = new URL('offline.js', new URL(import.meta.env.BASE_URL, location.href));
  const scope = readSettings().base || '/';
  // Not having it costs the offline view and nothing else.
  await navigator.serviceWorker.register(trustedScript(script.pathname), { scope })
    .catch(() => undefined);
}
