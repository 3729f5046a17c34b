import { BadSignature, type PendingCredit } from './client.ts';
import type { Credit } from './credit.ts';
import type { CheckedKey } from './directory.ts';
import type { IssuedBatch } from './issued-batches.ts';
import { readBucket } from './issued-buckets.ts';
import { claimKey, type WalletRoots } from './roots.ts';
import type { TermsFault } from './terms-leaf.ts';

/*
 * A wallet from its phrase alone: for letter 0, 1, 2, … the bucket of its claim key is fetched, as
 * any file, and looked through, up to the first letter that is unknown.
 *
 * One gap ends it, and no more need be looked at: a wallet takes the next number only for the next
 * letter. Of each one before it was told that it has it, which the gateway notes in their buckets
 * before it answers; or that a key is used already (`ClaimKeyUsed`), and an entry for that key was
 * found in its bucket. A wallet that believed the
 * word alone could be made to have a gap, and to be known by looking for it ever after.
 */

const BAD_SIGNATURE = new BadSignature().name;

/** The keys of a letter, as `checkDirectory` accepted them. */
export interface LetterKeys {
  readonly entry: CheckedKey;
  readonly session: CheckedKey;
}

/** Number `index`, from 0, of the credits under a key. */
export interface BatchPlace {
  readonly key: CheckedKey;
  readonly index: number;
}

/** A batch of so many credits in its order: the entry credit, then those of sessions by index. */
export function batchPlaces({ entry, session }: LetterKeys, length: number): BatchPlace[] {
  return Array.from({ length }, (_, at) => (
    at === 0 ? { key: entry, index: 0 } : { key: session, index: at - 1 }));
}

/** A pending credit with the issuer's answer to it. */
export interface SignedPending {
  readonly key: CheckedKey;
  readonly pending: PendingCredit;
  readonly blindSignature: Uint8Array;
}

/** Pending credits with the issuer's answers to them, all in one order. */
export function signedAs(
  places: readonly BatchPlace[], pending: readonly PendingCredit[],
  blindSignatures: readonly Uint8Array[],
): SignedPending[] {
  return places.flatMap(({ key }, at) => {
    const one = pending[at];
    const blindSignature = blindSignatures[at] ?? new Uint8Array();
    return one ? [{ key, pending: one, blindSignature }] : [];
  });
}

/** What restoring asks of others. What a port throws ends it, to be begun again. */
export interface RestorePorts {
  /** The file of the bucket in which the batch of a claim key lies. */
  bucket(claimKey: Uint8Array): Promise<Uint8Array>;
  /** The keys of the letter's programme, period and block, or why what is said is refused. */
  keys(letter: Pick<IssuedBatch, 'programme' | 'period' | 'block'> & {
    /** Sessions that the batch has: all that the terms say, or something of it is missing. */
    readonly sessions: number;
  }): Promise<LetterKeys | BatchFault>;
  /** The block that this wallet's case was enrolled in; null where there is no enrolment. */
  enrolledBlock(programme: string, period: string): Promise<string | null>;
  /** Blind credits, in order: `blindDerived`, wherever arithmetic is done. */
  blind(creditRoot: Uint8Array, places: readonly BatchPlace[]): Promise<readonly PendingCredit[]>;
  /**
   * Unblind and verify them, in order: `finalizeCredit`.
   *
   * @throws Error named BadSignature, which may have lost its class on the way.
   */
  finalize(signed: readonly SignedPending[]): Promise<readonly Credit[]>;
}

/** Why a batch that was found is not taken. */
export type BatchFault =
  /** The key directory is refused, or the batch names other keys than it. */
  | 'keys'
  /** Its period is over: nothing of it can be spent, and no keys were asked for. */
  | 'over'
  /** The case was enrolled in another block than the batch says. */
  | 'other-block'
  /** Not signatures on this wallet's credits. */
  | 'signature'
  /** The terms of the programme are not what the log holds, or not what they were. */
  | TermsFault;

/** A letter as it was found; `j` is the number of its claim key. */
export type RestoredLetter = Pick<IssuedBatch, 'programme' | 'period' | 'block'> & {
  readonly j: number;
} & (
  /** The entry credit, then the session credits by index. Which are spent the vault knows. */
  | { readonly kind: 'issued'; readonly credits: readonly Credit[] }
  /** Claimed, and no credits issued yet: ask for them. */
  | { readonly kind: 'claimed' }
  | { readonly kind: 'refused'; readonly fault: BatchFault }
);

/** The letters of claim keys with their credits, from one number up to the first unknown. */
export async function* restoreLetters(
  roots: Pick<WalletRoots, 'claim' | 'credit'>, ports: RestorePorts, from = 0,
): AsyncGenerator<RestoredLetter, void> {
  for (let j = from; ; j += 1) {
    const key = claimKey(roots, j);
    const reading = await readBucket(key, await ports.bucket(key));
    if (reading.kind === 'unknown') return;
    const { programme, period, block } = reading.batch;
    const letter = { j, programme, period, block };
    if (reading.kind === 'claimed') yield { ...letter, kind: 'claimed' };
    else yield { ...letter, ...await finished(roots.credit, reading.batch, ports) };
  }
}

async function finished(
  creditRoot: Uint8Array, batch: IssuedBatch, ports: RestorePorts,
): Promise<{ kind: 'issued'; credits: readonly Credit[] } | { kind: 'refused'; fault: BatchFault }> {
  const enrolled = await ports.enrolledBlock(batch.programme, batch.period);
  if (enrolled !== null && enrolled !== batch.block) return refused('other-block');
  const keys = await ports.keys({ ...batch, sessions: batch.signatures.length - 1 });
  if (typeof keys === 'string') return refused(keys);
  const fits = keys.entry.keyId === batch.entryKeyId && keys.session.keyId === batch.sessionKeyId;
  if (!fits) return refused('keys');
  // Blinded again to the same bytes, so that the signatures fit.
  const places = batchPlaces(keys, batch.signatures.length);
  const pending = await ports.blind(creditRoot, places);
  try {
    const credits = await ports.finalize(signedAs(places, pending, batch.signatures));
    return { kind: 'issued', credits };
  } catch (error) {
    if (error instanceof Error && error.name === BAD_SIGNATURE) return refused('signature');
    throw error;
  }
}

function refused(fault: BatchFault): { kind: 'refused'; fault: BatchFault } {
  return { kind: 'refused', fault };
}
