import { deleteDB, openDB } from 'idb';
import { deviceAheadMs } from '../../ui/clock.ts';
import {
  hasKeys, missingOf, packs, TIMEOUT_MS, random, seals, works, type Requirement,
} from '../../ui/requirements.ts';
import { openWorker } from '../../ui/trusted.ts';
import echoUrl from './echo.worker.ts?worker&url';

/** Names a database and a lock for the moment of the try. */
const NAME = 'try';
const DAY_MS = 86_400_000;

let tried: Promise<Requirement[]> | undefined;

/**
 * What this browser lacks of what a wallet needs. All is tried once for a page, as what exists may
 * still fail; it is done before anything is asked of the person, and leaves no trace.
 */
export function missingRequirements(): Promise<Requirement[]> {
  return tried ??= missingOf({
    everywhere: { storage: keeps, workers: echoes, packing: packs, date: isOfToday },
    secured: { locks, random, keys: hasKeys, sealing: seals },
  });
}

/** Whether databases can be listed, made, written, read and deleted. */
async function keeps(): Promise<boolean> {
  await indexedDB.databases();
  try {
    const db = await openDB(NAME, 1, { upgrade(made) { made.createObjectStore('kept'); } });
    try {
      await db.put('kept', Uint8Array.of(7), 'a');
      const found = await db.get('kept', 'a') as Uint8Array | undefined;
      return found?.[0] === 7;
    } finally {
      db.close();
    }
  } finally {
    await deleteDB(NAME);
  }
}

/** Whether a worker starts and answers. Where its script does not come, nothing is known of it. */
async function echoes(): Promise<boolean> {
  const came = await fetch(echoUrl, { signal: AbortSignal.timeout(TIMEOUT_MS / 3) })
    .then(({ ok }) => ok, () => false);
  if (!came) return true;
  const worker = openWorker(echoUrl);
  const answered = new Promise<boolean>((resolve) => {
    worker.addEventListener('error', () => { resolve(false); });
    worker.addEventListener('message', ({ data }) => { resolve(data === NAME); });
    worker.postMessage(NAME);
  });
  // One that never answers ends too.
  return works(() => answered).finally(() => { worker.terminate(); });
}

/** Whether a lock is given and given back; one that another tab has is an answer too. */
function locks(): Promise<boolean> {
  return navigator.locks.request(NAME, { ifAvailable: true }, () => true);
}

/** Keys are trusted by the device's own day: on one that is ahead they all are out of date. */
function isOfToday(): boolean {
  return (deviceAheadMs() ?? 0) <= DAY_MS;
}
