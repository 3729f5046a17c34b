import { bytesToHex } from '@noble/hashes/utils.js';
import { readChain, signKeys, type CheckedVersion, type Keyring } from '#messages/keyring';
import {
  CorrespondentsDocument, OwnKeysDocument, PublishKeysDocument,
} from '../gql/vault/graphql.ts';
import { ask } from '../parts/session.ts';

/** What the vault tells everybody of the keys of whoever is signed in. */
export interface OwnKeys {
  readonly providerId: string;
  /** The newest version; null where none was published, `broken` for what is no chain of hers. */
  readonly newest: CheckedVersion | 'broken' | null;
}

/** Ask for the keys that are published as one's own. @throws Refusal */
export async function readOwnKeys(signal: AbortSignal): Promise<OwnKeys> {
  const { provider: { id: providerId } } = await ask(signal, CorrespondentsDocument, {});
  const { therapistKeys: { versions } } = await ask(signal, OwnKeysDocument, { providerId });
  if (versions.length === 0) return { providerId, newest: null };
  const chain = await readChain(providerId, versions.map(({ body, signature, vouch }) =>
    ({ body, signature, vouch: vouch ?? null })));
  return { providerId, newest: chain?.at(-1) ?? 'broken' };
}

/** Whether a keyring is the one that was published last. */
export function arePublished({ newest }: OwnKeys, { reading }: Keyring): boolean {
  return newest !== null && newest !== 'broken'
    && newest.reading === bytesToHex(reading.publicKey);
}

/** Publish a first keyring. @returns false where another one is there. @throws Refusal */
export async function publishFirst(
  signal: AbortSignal, providerId: string, keyring: Keyring,
): Promise<boolean> {
  const { body, signature } = await signKeys(keyring, providerId, null);
  const { publishKeys } = await ask(signal, PublishKeysDocument, { input: { body, signature } });
  return publishKeys.__typename === 'KeysPublished';
}
