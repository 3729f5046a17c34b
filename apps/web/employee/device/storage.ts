import { forgetAll } from '../../ui/storage.ts';
import { SealedStore } from '../../ui/sealed-store.ts';
import { registered } from './offline.ts';

/** Where the wallet of this device lies. Its names say nothing of what it is. */
export const store = new SealedStore('app', 'Appointments');

/** The key that holds letters for this device before it has a wallet. */
export const firstKey = {
  keepFirst: (fresh: Uint8Array) => store.keepBeside(fresh),
  read: () => store.readBeside(),
  drop: () => store.dropBeside(),
};

const FORGET_WITHIN_MS = 15_000;

/** Delete the wallet, the choices of language and theme, and the pages kept for offline. */
export async function deleteEverything(): Promise<void> {
  await store.delete();
  forgetAll();
  // One that is still on its way could not be told to forget, and would keep pages afterwards.
  await registered();
  const registrations = await navigator.serviceWorker?.getRegistrations() ?? [];
  for (const one of registrations) {
    await Promise.all([one.installing, one.waiting, one.active].map(forget));
    await one.unregister();
  }
  if ('caches' in globalThis) {
    // Chromium lists a cache anew that was looked into while it was deleted: look again.
    for (let quiet = 0, looks = 0; quiet < 3 && looks < 50; quiet += 1, looks += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 60); });
      for (const name of await caches.keys()) {
        await caches.delete(name);
        quiet = 0;
      }
    }
  }
}

/** Have a service worker forget what it keeps; one that does not answer is not waited for. */
function forget(worker: ServiceWorker | null): Promise<void> {
  if (!worker) return Promise.resolve();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => { resolve(); };
    setTimeout(resolve, FORGET_WITHIN_MS);
    worker.postMessage('forget', [port2]);
  });
}
