/** What a browser must have to keep a wallet; each is one that may be missing. */
export type Need = 'https' | 'storage' | 'locks' | 'workers' | 'keys';

/**
 * What this browser lacks of what a wallet needs. It is asked before anything is asked of the
 * person, and it leaves no trace.
 */
export async function missingNeeds(): Promise<Need[]> {
  const missing: Need[] = [];
  const secure = globalThis.isSecureContext && typeof globalThis.crypto?.subtle === 'object';
  if (!secure) missing.push('https');
  if (!await canKeep()) missing.push('storage');
  if (secure && typeof navigator.locks?.request !== 'function') missing.push('locks');
  if (typeof globalThis.Worker !== 'function') missing.push('workers');
  if (secure && !await hasKeys()) missing.push('keys');
  return missing;
}

/** Whether databases can be kept, and looked for without making one. */
async function canKeep(): Promise<boolean> {
  try {
    await indexedDB.databases();
    return true;
  } catch {
    return false;
  }
}

/** Whether it has the keys that statements are signed and requests are sealed with. */
async function hasKeys(): Promise<boolean> {
  try {
    await Promise.all([
      crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']),
      crypto.subtle.generateKey('X25519', false, ['deriveBits']),
    ]);
    return true;
  } catch {
    return false;
  }
}
