import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { vectors } from '../test/specimens.ts';
import {
  consistencyOf, EMPTY_ROOT, goesOn, hashLeaf, inclusionOf, isIncluded, treeRoot,
} from './merkle.ts';

interface Vectors {
  readonly leaves: readonly string[];
  readonly empty: string;
  readonly roots: readonly string[];
  readonly inclusion: readonly { index: number; size: number; path: readonly string[] }[];
  readonly consistency: readonly { from: number; to: number; proof: readonly string[] }[];
}

const known = vectors<Vectors>('rfc6962.json');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const hexes = (all: readonly Uint8Array[]) => all.map(hex);
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const LEAVES = known.leaves.map((data) => hashLeaf(bytes(data)));

/** The root as the RFC writes it down, by other means than the library's. */
function naive(leaves: readonly string[]): string {
  const sha = (...parts: string[]) =>
    createHash('sha256').update(Buffer.from(parts.join(''), 'hex')).digest('hex');
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return sha('00', leaves[0]!);
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return sha('01', naive(leaves.slice(0, k)), naive(leaves.slice(k)));
}

describe('the published tree of Certificate Transparency', () => {
  it('has these roots', () => {
    expect(hex(EMPTY_ROOT)).toBe(known.empty);
    expect(known.roots.map((_, at) => hex(treeRoot(LEAVES.slice(0, at + 1))))).toEqual(known.roots);
  });

  it.each(known.inclusion)('has this proof of leaf $index of $size', ({ index, size, path }) => {
    const proof = inclusionOf(LEAVES.slice(0, size), index);
    expect(hexes(proof.path)).toEqual(path);
    expect(isIncluded(LEAVES[index]!, proof, bytes(known.roots[size - 1]!))).toBe(true);
  });

  it.each(known.consistency)('goes on from $from to $to by this proof', ({ from, to, proof }) => {
    expect(hexes(consistencyOf(LEAVES.slice(0, to), from))).toEqual(proof);
    const [earlier, later] = [from, to].map((size) =>
      ({ size, root: bytes(known.roots[size - 1]!) }));
    expect(goesOn(earlier!, later!, proof.map(bytes))).toBe(true);
  });
});

const datas = fc.uniqueArray(fc.uint8Array({ maxLength: 4 }), { maxLength: 40, selector: hex });
const treeOf = (leaves: readonly Uint8Array[]) => ({ size: leaves.length, root: treeRoot(leaves) });

test('a root is the one that a naive reading of the RFC gives', () => {
  fc.assert(fc.property(datas, (data) => {
    expect(hex(treeRoot(data.map(hashLeaf)))).toBe(naive(data.map(hex)));
  }));
});

test('a leaf is proven at its own place, and at no other, and no other leaf is', () => {
  fc.assert(fc.property(datas, fc.nat(), fc.nat(), (data, some, other) => {
    const leaves = [...data, Uint8Array.of(9, 9, 9, 9, 9)].map(hashLeaf);
    const index = some % leaves.length;
    const proof = inclusionOf(leaves, index);
    const root = treeRoot(leaves);
    expect(isIncluded(leaves[index]!, proof, root)).toBe(true);
    const elsewhere = other % (leaves.length + 2);
    if (elsewhere !== index) {
      expect(isIncluded(leaves[index]!, { ...proof, index: elsewhere }, root))
        .toBe(false);
    }
    expect(isIncluded(hashLeaf(Uint8Array.of(7, 7, 7, 7, 7)), proof, root)).toBe(false);
    expect(isIncluded(leaves[index]!, { ...proof, path: [...proof.path, root] }, root)).toBe(false);
    expect(isIncluded(leaves[index]!, { ...proof, path: proof.path.slice(1) }, root))
      .toBe(proof.path.length === 0);
  }));
});

test('a tree goes on from each of its beginnings', () => {
  fc.assert(fc.property(datas, fc.nat(), (data, some) => {
    const leaves = data.map(hashLeaf);
    const size = some % (leaves.length + 1);
    const proof = consistencyOf(leaves, size);
    expect(goesOn(treeOf(leaves.slice(0, size)), treeOf(leaves), proof)).toBe(true);
  }));
});

test('it goes on from none in which a leaf was another, was missing, or stood elsewhere', () => {
  const changes = fc.constantFrom('other', 'gone', 'swapped');
  fc.assert(fc.property(fc.uniqueArray(fc.nat(), { minLength: 2, maxLength: 30 }), fc.nat(),
    fc.nat(), changes, (numbers, some, at, change) => {
      const leaves = numbers.map((number) => hashLeaf(bytes(number.toString(16).padStart(8, '0'))));
      const size = 2 + (some % (leaves.length - 1));
      const before = leaves.slice(0, size);
      const place = at % (size - 1);
      if (change === 'other') before[place] = hashLeaf(Uint8Array.of(1));
      if (change === 'gone') before.splice(place, 1);
      if (change === 'swapped') {
        [before[place], before[place + 1]] = [before[place + 1]!, before[place]!];
      }
      const claimed = { size, root: treeRoot(before) };
      for (const proof of [consistencyOf(leaves, size), consistencyOf(leaves, before.length)]) {
        expect(goesOn(claimed, treeOf(leaves), proof)).toBe(false);
      }
    }));
});

test.each<[string, number, number]>([
  ['smaller', 5, 4], ['of part of a leaf', 1.5, 3], ['negative', -1, 3], ['too large for shifts', 3, 2 ** 32]])(
  'a tree that is %s goes on from nothing', (_how, from, to) => {
    const root = treeRoot(LEAVES);
    expect(goesOn({ size: from, root }, { size: to, root }, [root])).toBe(false);
    expect(isIncluded(root, { index: from, size: to, path: [root] }, root)).toBe(false);
  });

test('there is no proof of what is not there', () => {
  expect(() => inclusionOf(LEAVES, 8)).toThrow(RangeError);
  expect(() => inclusionOf([], 0)).toThrow(RangeError);
  expect(() => consistencyOf(LEAVES, 9)).toThrow(RangeError);
  expect(() => consistencyOf(LEAVES, -1)).toThrow(RangeError);
});

test('from a tree of nothing everything goes on, by no proof and by no other root', () => {
  const all = treeOf(LEAVES);
  expect(goesOn({ size: 0, root: EMPTY_ROOT }, all, [])).toBe(true);
  expect(goesOn({ size: 0, root: all.root }, all, [])).toBe(false);
  expect(goesOn({ size: 0, root: EMPTY_ROOT }, all, [all.root])).toBe(false);
  expect(goesOn(all, all, [all.root])).toBe(false);
});
