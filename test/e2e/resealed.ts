import {
  batchSecret, coverKeyOf, coverPiece, ENTRY_LENGTH, fillerEntry, sealBatch, type IssuedBatch,
} from '#pseudonym/issued-batches';
import { readBucket } from '#pseudonym/issued-buckets';
import { claimKey, type WalletRoots } from '#pseudonym/roots';

/**
 * A file of issued batches as a gateway can make it that held a wallet's claim key for a moment: it
 * keeps what it likes under it.
 *
 * @param file as it was served; one without this wallet's batch stays as it is.
 */
export async function resealed(
  roots: WalletRoots, file: Uint8Array, change: (batch: IssuedBatch) => Partial<IssuedBatch>,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = claimKey(roots, 0);
  const reading = await readBucket(key, file);
  if (reading.kind !== 'issued') return Uint8Array.from(file);
  const secret = batchSecret(key);
  const { batch } = reading;
  const sealed = await sealBatch(secret, { ...batch, ...change(batch) });
  const entries = await Promise.all(
    sealed.map((piece) => coverPiece(coverKeyOf(secret), piece.sealed)));
  // As long as it was: a wallet looks into no shorter file.
  const fillers = Array.from({ length: file.length / ENTRY_LENGTH - entries.length }, fillerEntry);
  return Uint8Array.from(Buffer.concat([...entries, ...fillers]));
}
