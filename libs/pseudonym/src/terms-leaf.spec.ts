import fc from 'fast-check';
import { honestLeaf, honestStatement, keysOf, someHash, termsOf } from '../test/logged-terms.ts';
import { BLOCK, PERIOD, PROGRAMME } from '../test/specimens.ts';
import {
  checkTerms, digestOf, leafOf, placeOf, type LeafOpening, type MemberTerms, type StatedTerms,
  type TermsFault,
} from './terms-leaf.ts';
import { logOf } from './terms-log.ts';

const LETTER = { programme: PROGRAMME, period: PERIOD, block: BLOCK };
const TERMS = termsOf([92, 120, 200]);
const { stated: STATED, log: LOG } = honestStatement(TERMS, [someHash('a')], [someHash('b')]);

test('terms that the log holds are accepted, with the size of the group and of the programme', () => {
  const people = fc.array(fc.integer({ min: 60, max: 900 }), { minLength: 1, maxLength: 9 });
  const others = fc.array(fc.nat().map((number) => someHash(String(number))), { maxLength: 9 });
  fc.assert(fc.property(people, others, others, fc.nat(), (sizes, before, behind, some) => {
    const terms = termsOf(sizes);
    const { stated, log } = honestStatement(terms, before, behind);
    const own = terms.blocks[some % sizes.length]!;
    const of = sizes.reduce((sum, size) => sum + size, 0);
    const leaf = log.leaves[before.length];
    expect(checkTerms(stated, { ...LETTER, block: own.block, sessions: 8 }, log))
      .toEqual({ kind: 'accepted', group: { people: own.people, of, leaf } });
  }));
});

const opening = (change: Partial<LeafOpening>): StatedTerms =>
  ({ ...STATED, log: { ...STATED.log!, ...change } });
const terms = (change: Partial<MemberTerms>): StatedTerms =>
  ({ ...STATED, terms: { ...TERMS, ...change } });
/** A vault that logs what it says, whatever that is. */
const logged = (change: Partial<MemberTerms>, keys = keysOf({ ...TERMS, ...change })) => {
  const all = { ...TERMS, ...change };
  const { salt, leaf, hash } = honestLeaf(all, keys);
  const log = logOf([someHash('a'), hash]);
  return { log, stated: { ...STATED, keys, terms: all, log: {
    salt, keys: leaf.keys, whole: leaf.whole, ...placeOf(hash, log) } } };
};
const [SESSION, ...ENTRIES] = keysOf(TERMS);
const twice = [SESSION!, ...ENTRIES, { ...ENTRIES[0]!, keyId: someHash('hers alone') }];

test.each<[string, StatedTerms, TermsFault]>([
  ['says nothing of terms', { ...STATED, terms: null }, 'not-in-log'],
  ['says nothing of the log', { ...STATED, log: null }, 'not-in-log'],
  ['says nothing of either', { programme: PROGRAMME, period: PERIOD, keys: STATED.keys }, 'not-in-log'],
  ['shows another salt', opening({ salt: someHash('x') }), 'not-in-log'],
  ['shows no salt', opening({ salt: '' }), 'not-in-log'],
  ['shows another place', opening({ index: 2 }), 'not-in-log'],
  ['shows a place that is none', opening({ index: 1.5 }), 'not-in-log'],
  ['shows another way', opening({ path: [someHash('x')] }), 'not-in-log'],
  ['shows other terms behind the digest', opening({ whole: digestOf(someHash('salt'), 'x') }),
    'not-in-log'],
  ['says more people than the leaf', terms({ blocks: TERMS.blocks.map((one) =>
    ({ ...one, people: one.people + 1 })), seats: TERMS.seats + 3 }), 'not-in-log'],
  ['says another threshold than the leaf', terms({ k: 3 }), 'not-in-log'],
  ['is of another programme', { ...STATED, programme: PROGRAMME.replace('7', '8') }, 'other-terms'],
  ['is of another period', { ...STATED, period: '2027-10' }, 'other-terms'],
  ['begins on another day', terms({ opens: '2026-10-02' }), 'other-terms'],
  ['ends on another day', terms({ last: '2027-03-31' }), 'other-terms'],
  ['leaves out the letter\'s block', terms({ blocks: TERMS.blocks.slice(1),
    seats: TERMS.seats - TERMS.blocks[0]!.people }), 'other-block'],
  ['names a block twice', terms({ blocks: [...TERMS.blocks, TERMS.blocks[0]!], seats: 900 }),
    'other-seats'],
  ['has fewer seats than people', terms({ seats: 411 }), 'other-seats'],
  ['has more spare seats than a tenth', terms({ seats: 454 }), 'other-seats'],
  ['has a block that is too small', terms({ blocks: [{ block: BLOCK, people: 59 }] }), 'other-seats'],
  ['serves another key than the leaf\'s', { ...STATED, keys: STATED.keys.map((key) =>
    (key.kind === 'entry' ? { ...key, keyId: someHash(`hers ${key.block}`) } : key)) }, 'other-keys'],
  ['serves a key more than the leaf', { ...STATED, keys: twice }, 'other-keys'],
  ['serves a key less than the leaf', { ...STATED, keys: STATED.keys.slice(1) }, 'other-keys'],
  ['opens the leaf by other keys', opening({ keys: keysOf(termsOf([92, 120, 200, 60])) }),
    'other-keys'],
])('a statement that %s is refused by name', (_what, stated, fault) => {
  expect(checkTerms(stated, LETTER, LOG)).toEqual({ kind: 'refused', fault });
});

test.each<[string, ReturnType<typeof logged>, TermsFault]>([
  ['a key of somebody\'s own', logged({}, twice), 'other-keys'],
  ['no key for a block', logged({}, [SESSION!, ...ENTRIES.slice(1)]), 'other-keys'],
  ['no key for the sessions', logged({}, ENTRIES), 'other-keys'],
  ['a block of a few', logged({ blocks: [{ block: BLOCK, people: 12 }] }), 'other-seats'],
  ['other days than the period\'s', logged({ last: '2026-12-30' }), 'other-terms'],
])('a leaf with %s is refused although the log holds it', (_what, { stated, log }, fault) => {
  expect(checkTerms(stated, LETTER, log)).toEqual({ kind: 'refused', fault });
});

test('another allowance than the gateway gives is refused', () => {
  expect(checkTerms(STATED, { ...LETTER, sessions: 5 }, LOG))
    .toEqual({ kind: 'refused', fault: 'other-terms' });
});

test('a log of everybody that leaves the leaf out, or is another one, is refused', () => {
  const hash = LOG.leaves[1]!;
  const refusal = (leaves: readonly string[]) => checkTerms(STATED, LETTER, logOf(leaves));
  expect(refusal([someHash('a')])).toEqual({ kind: 'refused', fault: 'not-in-log' });
  expect(refusal([someHash('a'), someHash('b'), someHash('c')]))
    .toEqual({ kind: 'refused', fault: 'log-forked' });
  expect(refusal([someHash('b'), hash, someHash('a')]))
    .toEqual({ kind: 'refused', fault: 'log-forked' });
  expect(refusal([...LOG.leaves, someHash('d')])).toMatchObject({ kind: 'accepted' });
  // A file of some seconds ago that has the leaf already.
  expect(refusal(LOG.leaves.slice(0, 2))).toMatchObject({ kind: 'accepted' });
});

test('terms that were others when they were seen before are refused, though both are in the log', () => {
  const { stated, log } = logged({ k: 7 });
  const group = checkTerms(STATED, LETTER, LOG);
  if (group.kind !== 'accepted') throw new Error('honest terms were refused');
  expect(checkTerms(stated, LETTER, log, group.group))
    .toEqual({ kind: 'refused', fault: 'other-terms' });
  const doubled = logged({ blocks: TERMS.blocks.map((one) => ({ ...one, people: 2 * one.people })),
    seats: 2 * TERMS.seats });
  expect(checkTerms(doubled.stated, LETTER, doubled.log, group.group))
    .toEqual({ kind: 'refused', fault: 'other-seats' });
  expect(checkTerms(STATED, LETTER, LOG, group.group)).toEqual(group);
});

test('a leaf is another one under another salt, and with its keys in another order', () => {
  const { leaf, salt, hash } = honestLeaf(TERMS);
  expect(leafOf(leaf, salt)).toBe(hash);
  expect(leafOf(leaf, someHash('other'))).not.toBe(hash);
  expect(leafOf({ ...leaf, keys: leaf.keys.toReversed() }, salt)).not.toBe(hash);
});
