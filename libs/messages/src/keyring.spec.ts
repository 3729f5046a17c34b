import fc from 'fast-check';
import { newPhrase } from '#pseudonym/phrase';
import { rootsOf } from '#pseudonym/roots';
import {
  clientKeys, keyNews, keyringOf, readChain, signKeys, type CheckedVersion, type Keyring,
  type KeyVersion,
} from './keyring.ts';

const ADA = 'a0000000-0000-4000-8000-000000000001';
const BEA = 'b0000000-0000-4000-8000-000000000001';

let keyrings: Keyring[];
let chain: KeyVersion[];
let checked: readonly CheckedVersion[];
beforeAll(async () => {
  keyrings = await Promise.all(Array.from({ length: 4 }, () => keyringOf(newPhrase())));
  const [one, two, three] = keyrings as [Keyring, Keyring, Keyring];
  const first = await signKeys(one, ADA, null);
  const [afterFirst] = (await readChain(ADA, [first]))!;
  const second = await signKeys(two, ADA, { version: afterFirst!, keyring: one });
  const afterSecond = (await readChain(ADA, [first, second]))!.at(-1)!;
  chain = [first, second, await signKeys(three, ADA, { version: afterSecond })];
  checked = (await readChain(ADA, chain))!;
});

describe('a therapist\'s keys', () => {
  it('follow from her words, and from no others', async () => {
    const phrase = newPhrase();
    expect(await keyringOf(phrase)).toEqual(await keyringOf(phrase));
    expect(await keyringOf(phrase)).not.toEqual(await keyringOf(newPhrase()));
  });

  it('are a chain, in which it is said where keys were lost', () => {
    expect(checked.map(({ version, isReset }) => [version, isReset]))
      .toEqual([[1, false], [2, false], [3, true]]);
  });

  it.each([
    ['of somebody else', BEA, () => chain], ['that begins in the middle', ADA, () => chain.slice(1)],
    ['that leaves one out', ADA, () => [chain[0]!, chain[2]!]], ['that is empty', ADA, () => []],
    ['with a first that is vouched for', ADA,
      () => [{ ...chain[0]!, vouch: chain[1]!.vouch }]],
    ['vouched for by another signature', ADA,
      () => [chain[0]!, { ...chain[1]!, vouch: chain[1]!.signature }]],
    ['with a body that is written otherwise', ADA,
      () => [{ ...chain[0]!, body: chain[0]!.body.replace(':', ': ') }]],
    ['with a body that is none', ADA, () => [{ ...chain[0]!, body: '[]' }]],
    ['with a signature that is cut', ADA,
      () => [{ ...chain[0]!, signature: chain[0]!.signature.slice(1) }]],
  ] as [string, string, () => KeyVersion[]][])('are no chain %s', async (_what, provider, made) => {
    expect(await readChain(provider, made())).toBeNull();
  });

  it('are refused once any character of them is another', async () => {
    const texts = chain.flatMap((version, nth) =>
      (['body', 'signature', 'vouch'] as const).filter((field) => version[field] !== null)
        .map((field) => ({ nth, field })));
    const change = fc.constantFrom(...texts).chain(({ nth, field }) =>
      fc.record({ nth: fc.constant(nth), field: fc.constant(field),
        at: fc.nat({ max: chain[nth]![field]!.length - 1 }), to: fc.constantFrom(...'0aAZ"_-') }));
    await fc.assert(fc.asyncProperty(change, async ({ nth, field, at, to }) => {
      const text = chain[nth]![field]!;
      if (text[at] === to) return;
      const other = text.slice(0, at) + to + text.slice(at + 1);
      expect(await readChain(ADA, chain.with(nth, { ...chain[nth]!, [field]: other }))).toBeNull();
    }), { numRuns: 60 });
  });

  it('are held against what was seen of them', async () => {
    const [first, second, third] = checked.map(({ hash }) => hash);
    expect(keyNews(null, checked)).toBe('first');
    expect(keyNews(third!, checked)).toBe('same');
    expect(keyNews(first!, checked.slice(0, 2))).toBe('moved-on');
    expect(keyNews(second!, checked)).toBe('reset');
    // A vault that shows one client another version of the same number.
    const fork = await signKeys(keyrings[3]!, ADA, { version: checked[0]!, keyring: keyrings[0]! });
    const forked = (await readChain(ADA, [chain[0]!, fork]))!;
    expect(keyNews(second!, forked)).toBe('forked');
    expect(keyNews(second!, checked.slice(0, 1))).toBe('forked');
  });
});

describe('a client\'s keys', () => {
  it('are others for each therapist, programme and generation, and follow from the phrase', async () => {
    const phrase = newPhrase();
    const roots = await rootsOf(phrase);
    const all = await Promise.all([
      clientKeys(roots, 'fern', ADA, 0), clientKeys(roots, 'fern', BEA, 0),
      clientKeys(roots, 'moss', ADA, 0), clientKeys(roots, 'fern', ADA, 1),
    ]);
    expect(new Set(all.map(({ publicKey }) => publicKey.join())).size).toBe(4);
    expect(await clientKeys(await rootsOf(phrase), 'fern', ADA, 0)).toEqual(all[0]);
  });
});
