import type { Queue } from 'bullmq';
import { leadsTo, type Succession } from '#pseudonym/succession';

/** The queue is another installation's. One line; says what to do. */
export class ForeignQueue extends Error {
  override readonly name = 'ForeignQueue';
}

/** A queue beside the treaty's that nobody works on: its one job stays for ever. */
export const OWNER_QUEUE = 'installation';
const MARK = 'vault-key';

/**
 * Make sure that a queue is that of one vault: whoever comes first writes down the vault's public
 * key, as a job that nobody takes, and everybody else compares. So a process with other secrets,
 * which could open nothing of what it takes, takes nothing.
 *
 * @param vaultKey the vault's Ed25519 public key, 64 hex digits.
 * @param successions keys that the one before has signed: a queue follows them.
 * @throws ForeignQueue; the queue's own errors.
 */
export async function expectOwner(
  queue: Queue, vaultKey: string, successions: readonly Succession[] = [],
): Promise<void> {
  const known = await queue.getJob(MARK);
  // Adding it again by the same id does nothing: of two who come first one is the first.
  if (!known) await queue.add(MARK, { vaultKey }, { jobId: MARK });
  const mark = known ?? await queue.getJob(MARK);
  const owner = (mark?.data as { vaultKey?: unknown } | undefined)?.vaultKey;
  if (owner === vaultKey) return;
  if (typeof owner === 'string' && await leadsTo(owner, vaultKey, successions)) {
    await mark?.updateData({ vaultKey });
    return;
  }
  throw new ForeignQueue(
    `The queue belongs to the installation whose vault signs by ${String(owner).slice(0, 8)}…, and `
      + `here it is ${vaultKey.slice(0, 8)}…: check QUEUE_URL, VAULT_SIGNING_SEED and `
      + 'VAULT_SIGNING_PUBLIC_KEY; after a change of the vault\'s key, VAULT_KEY_SUCCESSIONS too.',
  );
}

/** Whether the queue takes what is written to it, and is still ours. @throws as `expectOwner`. */
export async function tryOwner(queue: Queue, vaultKey: string): Promise<void> {
  await expectOwner(queue, vaultKey);
  const mark = await queue.getJob(MARK);
  await mark?.updateData({ vaultKey });
}
