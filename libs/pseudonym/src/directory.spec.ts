import { generateKeyPairSync } from 'node:crypto';
import { honestProgramme, PERIOD, PROGRAMME, type Specimen } from '../test/specimens.ts';
import { toBase64Url } from './bytes.ts';
import { checkDirectory, type Expectation } from './directory.ts';
import { generateIssuerKey } from './issuer.ts';
import { describeKey, type IssuerPublicKey } from './keys.ts';

/*
 * A malicious issuer that wants to recognise one member needs to make her blind for a key that
 * others do not have. Each test is one way of trying.
 */

const expectation: Expectation = {
  programme: PROGRAMME, period: PERIOD, block: 'B1', headcount: 120,
};
let honest: Specimen;
let strange: IssuerPublicKey;

beforeAll(async () => {
  honest = await honestProgramme();
  const { spki } = await generateIssuerKey();
  const use = { programme: PROGRAMME, period: PERIOD, kind: 'session', block: null } as const;
  strange = describeKey(spki, use);
});

function faults(
  gateway: readonly IssuerPublicKey[],
  vault: readonly IssuerPublicKey[] = gateway,
  expected: Expectation = expectation,
): string[] {
  const verdict = checkDirectory(gateway, vault, expected);
  if (verdict.kind === 'accepted') return ['accepted'];
  return [...new Set(verdict.refusals.map(({ fault }) => fault))].sort();
}

/** The honest directory with its session key changed. */
function withSession(change: Partial<IssuerPublicKey>): IssuerPublicKey[] {
  return honest.keys.map((key) => (key.kind === 'session' ? { ...key, ...change } : key));
}

function rsaKey(modulusLength: number, publicExponent: number): Partial<IssuerPublicKey> {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const spki = toBase64Url(publicKey.export({ format: 'der', type: 'spki' }));
  return { spki, keyId: 'ff'.repeat(32) };
}

test('an honest directory is accepted, in any order, with the two keys to blind for', () => {
  const reversed = [...honest.keys].reverse();
  const verdict = checkDirectory(honest.keys, reversed, expectation);
  expect(verdict).toEqual({ kind: 'accepted', entry: honest.entry, session: honest.session });
});

test('a key of her own, not in the vault\'s copy, is refused', () => {
  const tagged = honest.keys.map((key) => (key.kind === 'session' ? strange : key));
  expect(faults(tagged, honest.keys)).toEqual(['disagree']);
});

test('a key that the issuer withholds from her is refused', () => {
  expect(faults(honest.keys.slice(1), honest.keys)).toEqual(['disagree', 'missing']);
  expect(faults([], honest.keys)).toEqual(['disagree', 'missing']);
  expect(faults([])).toEqual(['missing']);
});

test.each([
  ['period', { period: '2025-10' }],
  ['first day', { notBefore: '2026-10-02' }],
  ['last day', { notAfter: '2027-10-01' }],
  ['block', { block: 'B1' }],
  ['programme', { programme: 'another' }],
  ['key', { spki: 'AAAA' }],
  ['id', { keyId: '00'.repeat(32) }],
])('another %s than in the vault\'s copy is refused', (_, change) => {
  expect(faults(withSession(change), honest.keys)).toContain('disagree');
});

test('a period that is not the calendar\'s is refused even when both agree', () => {
  expect(faults(withSession({ period: '2025-10' }))).toEqual(['odd-period']);
  expect(faults(withSession({ notBefore: '2026-10-02' }))).toEqual(['odd-period']);
  expect(faults(withSession({ notAfter: '2027-09-29' }))).toEqual(['odd-period']);
  expect(faults(honest.keys, honest.keys, { ...expectation, period: '2026-11' }))
    .toEqual(['odd-period']);
  expect(faults(honest.keys, honest.keys, { ...expectation, period: 'soon' }))
    .toEqual(['odd-period']);
});

test('an extra session key is refused even when both agree', () => {
  expect(faults([...honest.keys, strange])).toEqual(['duplicate']);
});

test('one key for two uses is refused', () => {
  const { keyId, spki } = honest.session;
  const shared = honest.keys.map((key) => ({ ...key, keyId, spki }));
  expect(faults(shared)).toEqual(['duplicate']);
});

test('a key for another programme is refused', () => {
  expect(faults(withSession({ programme: 'another' }))).toEqual(['unexpected']);
  expect(faults(honest.keys, honest.keys, { ...expectation, programme: 'mine' }))
    .toEqual(['unexpected']);
});

test('a session key with a block, an entry key without and an unknown kind are refused', () => {
  expect(faults(withSession({ block: 'B1' }))).toEqual(['missing', 'unexpected']);
  const blockless = honest.keys.map((key) => ({ ...key, block: null }));
  expect(faults(blockless)).toEqual(['missing', 'unexpected']);
  const odd = withSession({ kind: 'special' as IssuerPublicKey['kind'] });
  expect(faults(odd)).toEqual(['missing', 'unexpected']);
});

test('a block without a key is refused', () => {
  expect(faults(honest.keys, honest.keys, { ...expectation, block: 'B9' })).toEqual(['missing']);
});

test('keys of another size or exponent are refused even when both agree', () => {
  expect(faults(withSession(rsaKey(1024, 65_537)))).toEqual(['wrong-size']);
  expect(faults(withSession(rsaKey(2047, 65_537)))).toEqual(['wrong-size']);
  expect(faults(withSession(rsaKey(3072, 65_537)))).toEqual(['wrong-size']);
  expect(faults(withSession(rsaKey(4096, 3)))).toEqual(['wrong-size']);
  expect(faults(withSession(rsaKey(2048, 3)))).toEqual(['odd-exponent']);
  expect(faults(withSession(rsaKey(2048, 65_539)))).toEqual(['odd-exponent']);
});

test('keys that are not RSA, not canonical or not named by their hash are refused', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const ed25519 = toBase64Url(publicKey.export({ format: 'der', type: 'spki' }));
  expect(faults(withSession({ spki: ed25519 }))).toEqual(['wrong-size']);
  for (const spki of ['', '****', `${honest.session.spki}=`]) {
    expect(faults(withSession({ spki }))).toEqual(['malformed']);
  }
  expect(faults(withSession({ spki: 'A'.repeat(392) }))).toEqual(['odd-exponent']);
  expect(faults(withSession({ keyId: '00'.repeat(32) }))).toEqual(['malformed']);
});

test('an even modulus and another algorithm name are refused', () => {
  const der = Buffer.from(honest.session.spki, 'base64url');
  const changed = (at: number, value: number) => {
    const copy = Buffer.from(der);
    copy[at] = value;
    return toBase64Url(copy);
  };
  expect(faults(withSession({ spki: changed(288, der[288]! & 0xfe) }))).toEqual(['malformed']);
  expect(faults(withSession({ spki: changed(16, 0x0a) }))).toEqual(['malformed']);
  expect(faults(withSession({ spki: changed(33, 0x11) }))).toEqual(['wrong-size']);
});

test('more blocks than the headcount has room for are refused', async () => {
  const { spki } = await generateIssuerKey();
  const use = { programme: PROGRAMME, period: PERIOD, kind: 'entry', block: 'B2' } as const;
  const keys = [...honest.keys, describeKey(spki, use)];
  expect(faults(keys)).toEqual(['accepted']);
  expect(faults(keys, keys, { ...expectation, headcount: 120 })).toEqual(['accepted']);
  expect(faults(keys, keys, { ...expectation, headcount: 119 })).toEqual(['too-many-blocks']);
  expect(faults(honest.keys, honest.keys, { ...expectation, headcount: 8 })).toEqual(['accepted']);
});

test('an entry is only made for a sound key, a calendar period and a fitting block', () => {
  const { spki } = honest.pairs.session;
  const use = { programme: PROGRAMME, period: PERIOD, kind: 'session', block: null } as const;
  expect(() => describeKey(spki.subarray(1), use)).toThrow(RangeError);
  expect(() => describeKey(spki, { ...use, period: '2026-13' })).toThrow(RangeError);
  expect(() => describeKey(spki, { ...use, block: 'B1' })).toThrow(RangeError);
  expect(() => describeKey(spki, { ...use, kind: 'entry' })).toThrow(RangeError);
});
