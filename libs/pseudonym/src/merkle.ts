import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { sameBytes } from './bytes.ts';

/*
 * Merkle trees in the shape of Certificate Transparency: RFC 6962, 2.1, with the algorithms that
 * RFC 9162 gives for its proofs. Hashes have 32 bytes (SHA-256). A leaf is told from a node by what
 * is put before it, so that neither is ever taken for the other.
 */

/** Leaves of a tree at most: far more than ever were terms, and few enough for shifts. */
const MOST_LEAVES = 2 ** 30;

/** The root of no leaves: the hash of nothing. */
export const EMPTY_ROOT = sha256(new Uint8Array());

/** Where a leaf is in a tree, and the hashes beside its way to the root, from below. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
}

/** A tree by its size and root. */
export interface Tree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** The hash of a leaf (RFC 9162, 2.1.1). */
export function hashLeaf(data: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(0), data));
}

/** The hash of a node over its two sides. */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(1), left, right));
}

/** The root over leaves' hashes in their order (RFC 9162, 2.1.1). */
export function treeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (!first) return EMPTY_ROOT;
  if (leaves.length === 1) return first;
  const [left, right] = halves(leaves);
  return hashNode(treeRoot(left), treeRoot(right));
}

/** The proof that leaf `index` is in the tree over these (RFC 9162, 2.1.3.1). */
export function inclusionOf(leaves: readonly Uint8Array[], index: number): Inclusion {
  if (!(index >= 0 && index < leaves.length)) throw new RangeError('there is no such leaf');
  return { index, size: leaves.length, path: pathTo(leaves, index) };
}

function pathTo(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length === 1) return [];
  const [left, right] = halves(leaves);
  return index < left.length
    ? [...pathTo(left, index), treeRoot(right)]
    : [...pathTo(right, index - left.length), treeRoot(left)];
}

/**
 * The proof that the tree over these goes on from the tree over their first `size`, in which
 * nothing was changed (RFC 9162, 2.1.4.1). Empty for a tree of nothing and for the same tree.
 */
export function consistencyOf(leaves: readonly Uint8Array[], size: number): Uint8Array[] {
  if (!(size >= 0 && size <= leaves.length)) throw new RangeError('it was never so large');
  return size === 0 ? [] : subproof(leaves, size, true);
}

/** SUBPROOF: `known` while the smaller tree's root is one that the reader has. */
function subproof(leaves: readonly Uint8Array[], size: number, known: boolean): Uint8Array[] {
  if (size === leaves.length) return known ? [] : [treeRoot(leaves)];
  const [left, right] = halves(leaves);
  return size <= left.length
    ? [...subproof(left, size, known), treeRoot(right)]
    : [...subproof(right, size - left.length, false), treeRoot(left)];
}

/** Whether a leaf is in a tree of this root (RFC 9162, 2.1.3.2). */
export function isIncluded(
  leaf: Uint8Array, { index, size, path }: Inclusion, root: Uint8Array,
): boolean {
  if (!isSize(size) || !isSize(index) || index >= size) return false;
  const way = new Way(index, size - 1);
  let hash = leaf;
  for (const beside of path) {
    if (way.isOver) return false;
    hash = way.isRight ? hashNode(beside, hash) : hashNode(hash, beside);
    way.up();
  }
  return way.isOver && sameBytes(hash, root);
}

/** Whether the later tree goes on from the earlier one (RFC 9162, 2.1.4.2). */
export function goesOn(earlier: Tree, later: Tree, proof: readonly Uint8Array[]): boolean {
  if (!isSize(earlier.size) || !isSize(later.size) || earlier.size > later.size) return false;
  if (earlier.size === 0) return proof.length === 0 && sameBytes(earlier.root, EMPTY_ROOT);
  if (earlier.size === later.size) {
    return proof.length === 0 && sameBytes(earlier.root, later.root);
  }
  // 2. A whole subtree is the earlier tree itself, whose root need not be told.
  const isWhole = (earlier.size & (earlier.size - 1)) === 0;
  const [first, ...rest] = isWhole ? [earlier.root, ...proof] : proof;
  if (!first || proof.length === 0) return false;
  const way = new Way(earlier.size - 1, later.size - 1);
  way.skipRight();
  let [before, after] = [first, first];
  for (const beside of rest) {
    if (way.isOver) return false;
    if (way.isRight) [before, after] = [hashNode(beside, before), hashNode(beside, after)];
    else after = hashNode(after, beside);
    way.up();
  }
  return way.isOver && sameBytes(before, earlier.root) && sameBytes(after, later.root);
}

/** The way from a leaf to the root: `at` is its place on a level, `last` that level's last one. */
class Way {
  constructor(private at: number, private last: number) {}

  /** It is at the root. */
  get isOver(): boolean {
    return this.last === 0;
  }

  /** What is beside it stands on its left. */
  get isRight(): boolean {
    return (this.at & 1) === 1 || this.at === this.last;
  }

  /** To the next level on which something is beside it. */
  up(): void {
    if (this.isRight) while ((this.at & 1) === 0 && this.at !== 0) this.rise();
    this.rise();
  }

  /** 4. Past the levels on which it ends a subtree. */
  skipRight(): void {
    while ((this.at & 1) === 1) this.rise();
  }

  private rise(): void {
    this.at >>>= 1;
    this.last >>>= 1;
  }
}

function isSize(size: number): boolean {
  return Number.isInteger(size) && size >= 0 && size <= MOST_LEAVES;
}

/** Split behind the largest power of two that is less than all of them. */
function halves(
  leaves: readonly Uint8Array[],
): [readonly Uint8Array[], readonly Uint8Array[]] {
  const k = 2 ** (31 - Math.clz32(leaves.length - 1));
  return [leaves.slice(0, k), leaves.slice(k)];
}
