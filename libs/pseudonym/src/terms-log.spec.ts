import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import type { JsonValue } from './canonical.ts';
import { treeRoot } from './merkle.ts';
import { someHash } from '../test/logged-terms.ts';
import { faultSince, headHash, logOf, readLog, type LogHead } from './terms-log.ts';

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonValue;
const hashes = fc.uniqueArray(fc.nat({ max: 10_000 }), { maxLength: 40 })
  .map((numbers) => numbers.map((number) => someHash(String(number))));

test('a log has the root of its leaves, and its head names the head before', () => {
  fc.assert(fc.property(hashes, (leaves) => {
    const { head } = logOf(leaves);
    expect(head.size).toBe(leaves.length);
    expect(hexToBytes(head.root)).toEqual(treeRoot(leaves.map(hexToBytes)));
    expect(head.before)
      .toBe(leaves.length === 0 ? null : headHash(logOf(leaves.slice(0, -1)).head));
  }));
});

test('a log goes on from each head that it had, and is read as it was written', () => {
  fc.assert(fc.property(hashes, fc.nat(), (leaves, some) => {
    const log = logOf(leaves);
    const seen = logOf(leaves.slice(0, some % (leaves.length + 1))).head;
    expect(faultSince(seen, log)).toBeNull();
    expect(readLog(json(log))).toEqual(log);
  }));
});

test('a log that is not the one that was seen is refused by what was done to it', () => {
  fc.assert(fc.property(hashes.filter(({ length }) => length > 2), fc.nat(), fc.nat(),
    (leaves, some, other) => {
      const size = 1 + (some % (leaves.length - 1));
      const seen = logOf(leaves.slice(0, size)).head;
      expect(faultSince(seen, logOf(leaves.slice(0, size - 1)))).toBe('log-shrunk');
      const place = other % size;
      const changed = leaves.with(place, someHash('another'));
      expect(faultSince(seen, logOf(changed.slice(0, size)))).toBe('log-forked');
      expect(faultSince(seen, logOf(changed))).toBe('log-rewritten');
      const without = leaves.toSpliced(place, 1);
      expect(faultSince(seen, logOf([...without, someHash('x')]))).toBe('log-rewritten');
    }));
});

test('a head of the same leaves that names another one before it is a fork', () => {
  const { head } = logOf([someHash('1'), someHash('2')]);
  const other: LogHead = { ...head, before: someHash('elsewhere') };
  expect(faultSince(other, logOf([someHash('1'), someHash('2')]))).toBe('log-forked');
});

test('nothing is read whose head is not the one of its leaves, or that is no log', () => {
  const log = logOf(['1', '2', '3'].map(someHash));
  const { head, leaves } = log;
  const odd: unknown[] = [
    null, 7, 'log', [], {}, { head }, { leaves },
    { head, leaves: leaves.slice(1) }, { head, leaves: [...leaves, someHash('4')] },
    { head, leaves: leaves.toReversed() }, { head: { ...head, size: 4 }, leaves },
    { head: { ...head, root: someHash('x') }, leaves },
    { head: { ...head, before: someHash('x') }, leaves },
    { head, leaves: leaves.map((leaf) => leaf.toUpperCase()) },
    { head, leaves: [1, 2, 3] }, { head, leaves: leaves.map((leaf) => leaf.slice(2)) },
    { head, leaves, more: true },
  ];
  for (const body of odd) expect([body, readLog(json(body))]).toEqual([body, null]);
  expect(readLog(json(log))).toEqual(log);
});
