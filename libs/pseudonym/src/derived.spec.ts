import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decoded, honestProgramme, type Specimen } from '../test/specimens.ts';
import { BadSignature, blindDerived, finalizeCredit } from './client.ts';
import { creditField, deriveBlinding, type CreditField, type CreditPlace } from './derived.ts';
import { IssuerPool } from './issuer.ts';
import { nullifier } from './nullifier.ts';
import { caseSecret, claimKey, derive, recoveryRoot, rootsOf } from './roots.ts';
import { factorOf, toInteger } from './rsabssa.ts';
import { inspectSpki } from './spki.ts';
import { importVerifyingKey, verifyCredit } from './verifier.ts';
import { newPhrase } from './phrase.ts';

const PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const ROOT = new Uint8Array(32).fill(7);
const hex = (view: Uint8Array) => Buffer.from(view).toString('hex');
const pool = new IssuerPool({ threads: 1 });
let specimen: Specimen;
beforeAll(async () => { specimen = await honestProgramme(); });
afterAll(() => pool.close());

const modulusOf = (key: Specimen['session']) => {
  const verdict = inspectSpki(key.spki);
  return verdict.kind === 'valid' ? { n: toInteger(verdict.modulus), e: 65_537n } : undefined!;
};
const placeOf = (key: Specimen['session'], index: number): CreditPlace => ({ ...key, index });

describe('what a phrase gives', () => {
  test('is the same again, and another phrase gives none of it', async () => {
    const [roots, again, others] = await Promise.all([PHRASE, PHRASE, newPhrase()].map(rootsOf));
    expect(again).toEqual(roots);
    const recovery = hex(await recoveryRoot(PHRASE));
    const ours = [...Object.values(roots!).map(hex), recovery];
    expect(new Set(ours).size).toBe(5);
    for (const theirs of Object.values(others!)) expect(ours).not.toContain(hex(theirs));
  });

  test('keeps no phrase, no seed and no recovery root among the roots of a device', async () => {
    expect(Object.keys(await rootsOf(PHRASE)).sort()).toEqual(['case', 'claim', 'credit', 'letters']);
  });

  test('is another claim key for each letter, another secret for each case and generation', () => {
    const roots = { claim: ROOT, case: ROOT };
    const all = [
      ...[0, 1, 2, 10, 11, 100].map((j) => claimKey(roots, j)),
      ...['p', 'p1', 'q'].flatMap((programme) =>
        [0, 1, 11].map((generation) => caseSecret(roots, programme, generation))),
    ].map(hex);
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53])('is nothing for the number %p', (odd) => {
    expect(() => claimKey({ claim: ROOT }, odd)).toThrow(RangeError);
    expect(() => caseSecret({ case: ROOT }, 'p', odd)).toThrow(RangeError);
    expect(() => blindDerived(specimen.session, ROOT, odd)).toThrow(RangeError);
  });

  test.each([0, 16, 31, 33, 64])('is nothing of a root of %p bytes', (length) => {
    expect(() => claimKey({ claim: new Uint8Array(length) }, 0)).toThrow(RangeError);
    expect(() => blindDerived(specimen.session, new Uint8Array(length), 0)).toThrow(RangeError);
  });
});

test('nothing is blinded for a key of another form, or under an id that is not its hash', () => {
  const { session, entry } = specimen;
  const odd = [{ ...session, spki: entry.spki }, { ...session, keyId: entry.keyId },
    { ...session, spki: session.spki.slice(4) }, { ...session, spki: '' },
    { ...session, spki: '*' }];
  for (const key of odd) expect(() => blindDerived(key, ROOT, 0)).toThrow(BadSignature);
  expect(blindDerived(session, ROOT, 0).keyId).toBe(session.keyId);
});

test('a signature for one key finishes no credit that was blinded for another', async () => {
  const { session, entry } = specimen;
  const pending = blindDerived(session, ROOT, 0);
  const [signature] = await pool.sign(specimen.pairs.session, [decoded(pending.blinded)]);
  await expect(finalizeCredit(session, { ...pending, keyId: entry.keyId }, signature!))
    .rejects.toThrow(BadSignature);
  await expect(finalizeCredit(session, pending, signature!)).resolves.toBeDefined();
});

describe('the place of a credit', () => {
  const word = fc.oneof(fc.constantFrom('', '1', '11', 'entry', 'session', 'salt'), fc.string());
  const place: fc.Arbitrary<CreditPlace> = fc.record({
    programme: word, period: word, kind: fc.constantFrom('entry', 'session'),
    block: fc.oneof(fc.constant(null), word.filter((block) => block !== '')), keyId: word,
    index: fc.nat(200),
  });
  const field = fc.constantFrom<CreditField>('nonce', 'salt', 'factor');
  const whole = (a: [CreditPlace, CreditField, number]) => JSON.stringify(a);

  test('gives the same bytes again, and any other place, field or attempt others', () => {
    const spot = fc.tuple(place, field, fc.nat(30));
    fc.assert(fc.property(spot, spot, (a, b) => {
      const [left, again, right] = [a, a, b].map((at) => hex(creditField(ROOT, ...at)));
      expect(again).toBe(left);
      // Fields have lengths of their own; what they share must differ too.
      if (whole(a) !== whole(b)) expect(right!.slice(0, 64)).not.toBe(left!.slice(0, 64));
    }), { numRuns: 400 });
  });

  test('moves a character from one part to the next, which unframed parts would not notice', () => {
    const parts = fc.tuple(word, word, word, word);
    fc.assert(fc.property(parts, fc.nat(2), (list, at) => {
      const moved = [...list];
      moved[at + 1] = `${moved[at]!.slice(-1)}${moved[at + 1]}`;
      moved[at] = moved[at]!.slice(0, -1);
      fc.pre(moved[at] !== list[at]);
      expect(moved.join('')).toBe(list.join(''));
      expect(hex(derive(ROOT, 32, ...moved))).not.toBe(hex(derive(ROOT, 32, ...list)));
    }));
    // The pair that shows it: number 1, attempt 11 and number 11, attempt 1.
    const base = { programme: 'p', period: '2027', kind: 'session', block: null, keyId: '1' } as const;
    const one = creditField(ROOT, { ...base, keyId: '1', index: 11 }, 'nonce');
    const other = creditField(ROOT, { ...base, keyId: '11', index: 1 }, 'nonce');
    expect(hex(one)).not.toBe(hex(other));
  });

  test('is nothing without the root: another root, other bytes', () => {
    fc.assert(fc.property(place, field, fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (at, name, root) => {
        fc.pre(hex(root) !== hex(ROOT));
        expect(hex(creditField(root, at, name))).not.toBe(hex(creditField(ROOT, at, name)));
      }), { numRuns: 50 });
  });
});

describe('a derived credit', () => {
  test('is the same bytes on every device, and another one for every index and key', () => {
    const uses = [specimen.session, specimen.entry]
      .flatMap((key) => [0, 1, 2, 10].map((index) => [key, index] as const));
    const first = uses.map(([key, index]) => blindDerived(key, ROOT, index));
    expect(uses.map(([key, index]) => blindDerived(key, ROOT, index))).toEqual(first);
    for (const part of ['prepared', 'blinded', 'inverse'] as const) {
      expect(new Set(first.map((pending) => pending[part])).size).toBe(uses.length);
    }
  });

  test('is signed blindly, finalised and verified like one that was drawn', async () => {
    const uses = [[specimen.pairs.entry, specimen.entry, 0], [specimen.pairs.session,
      specimen.session, 0], [specimen.pairs.session, specimen.session, 39]] as const;
    const credits = await Promise.all(uses.map(async ([pair, key, index]) => {
      const pending = blindDerived(key, ROOT, index);
      const [signature] = await pool.sign(pair, [decoded(pending.blinded)]);
      const [again] = await pool.sign(pair, [decoded(blindDerived(key, ROOT, index).blinded)]);
      expect(hex(again!)).toBe(hex(signature!));
      return finalizeCredit(key, pending, signature!);
    }));
    expect(credits.map((credit, at) =>
      verifyCredit(importVerifyingKey(uses[at]![1]), credit))).toEqual([true, true, true]);
    expect(new Set(credits.map(nullifier)).size).toBe(3);
  });

  test('takes the next attempt where a draw is no factor, and only then', () => {
    // Hardly more than half of all draws: a key's own may be so large that all of them are factors.
    const rsa = { ...modulusOf(specimen.session), n: 2n ** 2047n + 1n };
    const attempts = Array.from({ length: 20 }, (_, index) => {
      const place = placeOf(specimen.session, index);
      const { factor } = deriveBlinding(ROOT, place, rsa);
      const used = [...Array(40).keys()].find((attempt) =>
        toInteger(creditField(ROOT, place, 'factor', attempt)) === factor.r)!;
      const before = [...Array(used).keys()].map((attempt) =>
        factorOf(rsa, creditField(ROOT, place, 'factor', attempt)));
      expect(before.every((draw) => draw === null)).toBe(true);
      return used;
    });
    expect(attempts).toContain(0);
    expect(Math.max(...attempts)).toBeGreaterThan(0);
  });

  const CELLS = 16;
  /** How uneven values are over [0, n): 15 degrees of freedom, beyond 50 once in 100,000. */
  const unevenness = (values: readonly bigint[], n: bigint) => {
    const cells = new Array<number>(CELLS).fill(0);
    for (const value of values) cells[Number((value * BigInt(CELLS)) / n)]! += 1;
    const even = values.length / CELLS;
    return cells.reduce((sum, seen) => sum + (seen - even) ** 2 / even, 0);
  };

  test('has factors as even over [1, n) as drawn ones; reducing the draws would not', () => {
    // Three quarters of 2^2048, as issuer keys nearly are, so that this says the same each time.
    const rsa = { n: 3n * 2n ** 2046n + 1n, e: 65_537n };
    const places = [...Array(800).keys()].map((index) => placeOf(specimen.session, index))
      .map((place) => ({ ...place, programme: 'p', keyId: 'k' }));
    const factors = places.map((place) => deriveBlinding(ROOT, place, rsa).factor.r);
    const reduced = places.map((place) => toInteger(creditField(ROOT, place, 'factor')) % rsa.n);
    expect(unevenness(factors, rsa.n)).toBeLessThan(50);
    expect(unevenness(reduced, rsa.n)).toBeGreaterThan(70);
  });

  test('is blinded to bytes as even as drawn ones are', () => {
    const { n } = modulusOf(specimen.session);
    const blinded = (one: { blinded: string }) => toInteger(decoded(one.blinded));
    const indices = [...Array(160).keys()];
    const derived = indices.map((index) => blinded(blindDerived(specimen.session, ROOT, index)));
    const drawn = indices.map(() => toInteger(randomBytes(264)) % n);
    for (const values of [derived, drawn]) expect(unevenness(values, n)).toBeLessThan(50);
    expect(new Set(derived).size).toBe(indices.length);
  });
});
