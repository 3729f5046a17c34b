import { deleteDB, openDB } from 'idb';
import { deviceAheadMs } from '../../ui/clock.ts';
import { openWorker } from '../../ui/trusted.ts';
import echoUrl from './echo.worker.ts?worker&url';

/** What a wallet needs of a browser and its device; each is one that may be missing or fail. */
export type Need =
  | 'https' | 'storage' | 'locks' | 'workers' | 'random' | 'keys' | 'sealing' | 'packing' | 'date';

/** Names a database and a lock for the moment of the try. */
const NAME = 'try';
/** So long that a slow device is not taken for one that never answers. */
const PATIENCE_MS = 15_000;
const DAY_MS = 86_400_000;

type Try = () => boolean | Promise<boolean>;

const EVERYWHERE: Partial<Record<Need, Try>> = {
  storage: keeps, workers: echoes, packing: packs, date: isOfToday,
};
/** What browsers have on a protected connection alone. */
const PROTECTED: Partial<Record<Need, Try>> = { locks, random, keys: hasKeys, sealing: seals };

let tried: Promise<Need[]> | undefined;

/**
 * What this browser lacks of what a wallet needs. All is tried once for a page, as what exists may
 * still fail; it is done before anything is asked of the person, and leaves no trace.
 */
export function missingNeeds(): Promise<Need[]> {
  return tried ??= tryAll();
}

async function tryAll(): Promise<Need[]> {
  const secure = await works(() => globalThis.isSecureContext);
  const tries = Object.entries({ ...EVERYWHERE, ...secure ? PROTECTED : {} }) as [Need, Try][];
  const missing = await Promise.all(tries.map(async ([need, attempt]) =>
    await works(attempt) ? [] : [need]));
  return [...secure ? [] : ['https' as const], ...missing.flat()];
}

/** Whether it gives true: not where it throws, and not where it never answers. */
async function works(attempt: Try): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => { resolve(false); }, PATIENCE_MS);
  });
  try {
    return await Promise.race([attempt(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
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
  const came = await fetch(echoUrl, { signal: AbortSignal.timeout(PATIENCE_MS / 3) })
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

/** Whether bytes are drawn: 32 zeros are none. */
function random(): boolean {
  return crypto.getRandomValues(new Uint8Array(32)).some((byte) => byte !== 0);
}

/** Whether it has the keys that statements are signed and requests are sealed with. */
async function hasKeys(): Promise<boolean> {
  const { subtle } = crypto;
  const [signing, agreeing] = await Promise.all([
    subtle.generateKey('Ed25519', false, ['sign', 'verify']) as Promise<CryptoKeyPair>,
    subtle.generateKey('X25519', false, ['deriveBits']) as Promise<CryptoKeyPair>,
  ]);
  const bytes = new Uint8Array(32);
  const [signature] = await Promise.all([
    subtle.sign('Ed25519', signing.privateKey, bytes),
    subtle.deriveBits({ name: 'X25519', public: agreeing.publicKey }, agreeing.privateKey, 256),
  ]);
  return subtle.verify('Ed25519', signing.publicKey, signature, bytes);
}

/** Whether what it seals, it can open again. */
async function seals(): Promise<boolean> {
  const { subtle } = crypto;
  const key = await subtle.importKey(
    'raw', new Uint8Array(32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const how = { name: 'AES-GCM', iv: new Uint8Array(12) };
  const opened = await subtle.decrypt(how, key, await subtle.encrypt(how, key, Uint8Array.of(7)));
  return new Uint8Array(opened)[0] === 7;
}

/** Whether what it compresses, it can unpack again: longer questions and answers are. */
async function packs(): Promise<boolean> {
  const bytes = new Blob([new Uint8Array(4_096).fill(7)]);
  const packed = bytes.stream().pipeThrough(new CompressionStream('gzip'));
  const unpacked = packed.pipeThrough(new DecompressionStream('gzip'));
  const opened = new Uint8Array(await new Response(unpacked).arrayBuffer());
  return opened.length === bytes.size && opened[0] === 7;
}

/** Keys are trusted by the device's own day: on one that is ahead they all are out of date. */
function isOfToday(): boolean {
  return (deviceAheadMs() ?? 0) <= DAY_MS;
}
