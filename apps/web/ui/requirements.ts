/** What a page needs of a browser and its device; each is one that may be missing or fail. */
export type Requirement =
  | 'https' | 'storage' | 'locks' | 'workers' | 'random' | 'keys' | 'sealing' | 'packing' | 'date';

/** So long that a slow device is not taken for one that never answers. */
export const TIMEOUT_MS = 15_000;

type Tries = Partial<Record<Requirement, () => boolean | Promise<boolean>>>;

/** How each need of a page is tried. */
export interface ToTry {
  readonly everywhere: Tries;
  /** What browsers have on a protected connection alone. */
  readonly secured: Tries;
}

/** What this browser lacks of some needs. All is tried, as what exists may still fail. */
export async function missingOf({ everywhere, secured }: ToTry): Promise<Requirement[]> {
  const secure = await works(() => globalThis.isSecureContext);
  const tries = Object.entries({ ...everywhere, ...secure ? secured : {} }) as
    [Requirement, () => boolean | Promise<boolean>][];
  const missing = await Promise.all(tries.map(async ([need, attempt]) =>
    await works(attempt) ? [] : [need]));
  return [...secure ? [] : ['https' as const], ...missing.flat()];
}

/** Whether it gives true: not where it throws, and not where it never answers. */
export async function works(attempt: () => boolean | Promise<boolean>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => { resolve(false); }, TIMEOUT_MS);
  });
  try {
    return await Promise.race([attempt(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Whether bytes are drawn: 32 zeros are none. */
export function random(): boolean {
  return crypto.getRandomValues(new Uint8Array(32)).some((byte) => byte !== 0);
}

/** Whether it has the keys that statements are signed and requests are sealed with. */
export async function hasKeys(): Promise<boolean> {
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
export async function seals(): Promise<boolean> {
  const { subtle } = crypto;
  const key = await subtle.importKey(
    'raw', new Uint8Array(32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const how = { name: 'AES-GCM', iv: new Uint8Array(12) };
  const opened = await subtle.decrypt(how, key, await subtle.encrypt(how, key, Uint8Array.of(7)));
  return new Uint8Array(opened)[0] === 7;
}

/** Whether what it compresses, it can unpack again: longer questions and answers are. */
export async function packs(): Promise<boolean> {
  const bytes = new Blob([new Uint8Array(4_096).fill(7)]);
  const packed = bytes.stream().pipeThrough(new CompressionStream('gzip'));
  const unpacked = packed.pipeThrough(new DecompressionStream('gzip'));
  const opened = new Uint8Array(await new Response(unpacked).arrayBuffer());
  return opened.length === bytes.size && opened[0] === 7;
}
