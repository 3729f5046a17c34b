import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { transcript } from './bytes.ts';
import { canonicalJson, type JsonValue } from './canonical.ts';
import { consistencyOf, EMPTY_ROOT, goesOn, hashNode } from './merkle.ts';

/*
 * The log of confirmed terms as the vault publishes it: one small file, the same for everybody,
 * with the hash of each leaf in its order and the newest head. A head names the one before by its
 * hash, so that whoever knows one head knows all of them.
 *
 * The file has all leaves: whoever asked for a proof from the head that she saw last would say by
 * it when she looked last. The proofs are made where they are checked.
 */

/** The type under which the vault signs it. */
export const LOG_TYPE = 'terms-log';

/** A state of the log; hashes in 64 hex digits. */
export interface LogHead {
  readonly size: number;
  readonly root: string;
  /** The hash of the head before; null of a log of nothing. */
  readonly before: string | null;
}

/** What the file says. */
export interface TermsLog {
  readonly head: LogHead;
  readonly leaves: readonly string[];
}

/** Why a log is not the one that was seen before. */
export type LogFault =
  /** It has fewer leaves. */
  | 'log-shrunk'
  /** It is as long, and another one. */
  | 'log-forked'
  /** It is longer, and does not go on from it. */
  | 'log-rewritten';

/** The hash by which the next head names this one. */
export function headHash({ size, root, before }: LogHead): string {
  return bytesToHex(sha256(transcript('sotto/log-head/v1', String(size), root, before ?? '')));
}

/** The log of these leaves: each had a head of its own, one after the other. */
export function logOf(leaves: readonly string[]): TermsLog {
  let head: LogHead = { size: 0, root: bytesToHex(EMPTY_ROOT), before: null };
  const peaks = new Peaks();
  for (const leaf of leaves) {
    peaks.add(hexToBytes(leaf));
    head = { size: head.size + 1, root: bytesToHex(peaks.root), before: headHash(head) };
  }
  return { head, leaves };
}

const HASH = /^[0-9a-f]{64}$/;
/** Beyond this the file would have to be cut in pieces. */
const MOST_LEAVES = 50_000;

/**
 * A log as it was published; null for what is none, or where the head is not the one of its leaves.
 *
 * @param body of a statement whose signature was checked.
 */
export function readLog(body: JsonValue): TermsLog | null {
  const { leaves } = (body ?? {}) as { readonly leaves?: JsonValue };
  if (!Array.isArray(leaves) || leaves.length > MOST_LEAVES) return null;
  const isHash = (leaf: unknown): leaf is string => typeof leaf === 'string' && HASH.test(leaf);
  if (!leaves.every(isHash)) return null;
  const log = logOf(leaves);
  return canonicalJson(log as unknown as JsonValue) === canonicalJson(body) ? log : null;
}

/** What is wrong with a log for somebody who saw this head; null when it goes on from it. */
export function faultSince(seen: LogHead, { head, leaves }: TermsLog): LogFault | null {
  if (head.size < seen.size) return 'log-shrunk';
  if (head.size === seen.size) return headHash(head) === headHash(seen) ? null : 'log-forked';
  const all = leaves.map(hexToBytes);
  const proof = consistencyOf(all, seen.size);
  return goesOn(treeOf(seen), treeOf(head), proof) ? null : 'log-rewritten';
}

function treeOf({ size, root }: LogHead): { size: number; root: Uint8Array } {
  return { size, root: hexToBytes(root) };
}

/** Roots of a tree while it grows, by the whole subtrees that it consists of. */
class Peaks {
  private readonly peaks: { readonly hash: Uint8Array; readonly leaves: number }[] = [];

  add(leaf: Uint8Array): void {
    let [hash, leaves] = [leaf, 1];
    for (let last = this.peaks.at(-1); last?.leaves === leaves; last = this.peaks.at(-1)) {
      this.peaks.pop();
      hash = hashNode(last.hash, hash);
      leaves *= 2;
    }
    this.peaks.push({ hash, leaves });
  }

  get root(): Uint8Array {
    const hashes = this.peaks.map(({ hash }) => hash);
    const last = hashes.pop() ?? EMPTY_ROOT;
    return hashes.reduceRight((right, left) => hashNode(left, right), last);
  }
}
