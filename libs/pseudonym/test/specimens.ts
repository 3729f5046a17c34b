import { readFileSync } from 'node:fs';
import { fromBase64Url } from '../src/bytes.ts';
import { randomBytes } from 'node:crypto';
import { blindDerived, finalizeCredit, type PendingCredit } from '../src/client.ts';
import type { Credit } from '../src/credit.ts';
import { type CheckedKey, checkDirectory } from '../src/directory.ts';
import { generateIssuerKey, type IssuerKeyPair, type IssuerPool } from '../src/issuer.ts';
import { factorOf, SALT_LENGTH, type Blinding, type RsaPublic } from '../src/rsabssa.ts';
import { describeKey, type IssuerPublicKey } from '../src/keys.ts';

export const PROGRAMME = '7a1d52a4-7a0c-4a53-9a2f-0d5a3f1f7f10';
export const PERIOD = '2026-10';
export const BLOCK = 'B1';

/** One programme's keys with their secrets, as an honest issuer would make them. */
export interface Specimen {
  readonly pairs: { readonly entry: IssuerKeyPair; readonly session: IssuerKeyPair };
  readonly keys: IssuerPublicKey[];
  readonly entry: CheckedKey;
  readonly session: CheckedKey;
}

/** Make the keys of an honest programme and let the wallet's own check accept them. */
export async function honestProgramme(): Promise<Specimen> {
  const [entry, session] = await Promise.all([generateIssuerKey(), generateIssuerKey()]);
  const use = { programme: PROGRAMME, period: PERIOD };
  const keys = [
    describeKey(entry.spki, { ...use, kind: 'entry', block: BLOCK }),
    describeKey(session.spki, { ...use, kind: 'session', block: null }),
  ];
  const verdict = checkDirectory(keys, keys, { ...use, block: BLOCK, headcount: 60 });
  if (verdict.kind !== 'accepted') throw new Error('an honest directory was refused');
  return { pairs: { entry, session }, keys, entry: verdict.entry, session: verdict.session };
}

/** Bytes of a base64url field that the test knows to be well formed. */
export function decoded(text: string): Uint8Array {
  const bytes = fromBase64Url(text);
  if (!bytes) throw new Error('not base64url');
  return bytes;
}

/** Run the whole protocol for some session credits. */
export async function issueSessions(
  pool: IssuerPool,
  { pairs, session }: Specimen,
  count: number,
): Promise<{ pending: PendingCredit[]; credits: Credit[] }> {
  const root = Uint8Array.from(randomBytes(32));
  const pending = Array.from({ length: count }, (_, index) => blindDerived(session, root, index));
  const signed = await pool.sign(pairs.session, pending.map(({ blinded }) => decoded(blinded)));
  const credits = await Promise.all(pending.map((one, index) =>
    finalizeCredit(session, one, signed[index] ?? new Uint8Array())));
  return { pending, credits };
}

/** Salt and factor as RFC 9474 draws them (4.2, step 6); a wallet derives its own. */
export function drawBlinding(key: RsaPublic): Blinding {
  const length = Math.ceil(key.n.toString(16).length / 2);
  for (;;) {
    const factor = factorOf(key, Uint8Array.from(randomBytes(length)));
    if (factor) return { salt: Uint8Array.from(randomBytes(SALT_LENGTH)), factor };
  }
}

/** Read a file of vectors. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as T;
}
