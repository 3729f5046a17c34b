import { createPrivateKey, constants, sign } from 'node:crypto';
import { decoded, honestProgramme, issueSessions, type Specimen } from '../test/specimens.ts';
import { BadSignature, blindDerived, finalizeCredit } from './client.ts';
import { creditMessage } from './credit.ts';
import { IssuerPool } from './issuer.ts';
import { nullifier } from './nullifier.ts';
import { importVerifyingKey, verifyCredit } from './verifier.ts';

const pool = new IssuerPool({ threads: 2 });
let specimen: Specimen;

beforeAll(async () => {
  specimen = await honestProgramme();
});
afterAll(() => pool.close());

test('a blindly signed credit verifies under its key', async () => {
  const { credits } = await issueSessions(pool, specimen, 3);
  const key = importVerifyingKey(specimen.session);
  expect(credits.map((credit) => verifyCredit(key, credit))).toEqual([true, true, true]);
});

test('what the issuer sees has nothing in common with the credit', async () => {
  const { pending: [pending], credits: [credit] } = await issueSessions(pool, specimen, 1);
  const blinded = Buffer.from(decoded(pending!.blinded));
  for (const secret of [credit!.message, credit!.signature]) {
    for (let at = 0; at + 4 <= secret.length; at += 4) {
      expect(blinded.includes(Buffer.from(secret.subarray(at, at + 4)))).toBe(false);
    }
  }
});

test('a wallet accepts only a signature on its own message under its key', async () => {
  const root = new Uint8Array(32).fill(7);
  const pending = blindDerived(specimen.session, root, 0);
  const [signature] = await pool.sign(specimen.pairs.session, [decoded(pending.blinded)]);
  const other = blindDerived(specimen.session, root, 1);
  const [foreign] = await pool.sign(specimen.pairs.session, [decoded(other.blinded)]);
  const altered = Uint8Array.from(signature!, (byte, index) => (index === 99 ? byte ^ 1 : byte));
  const refused = [altered, signature!.subarray(1), new Uint8Array(256), new Uint8Array()];
  for (const answer of [...refused, foreign!]) {
    await expect(finalizeCredit(specimen.session, pending, answer)).rejects.toThrow(BadSignature);
  }
  await expect(finalizeCredit(specimen.entry, pending, signature!)).rejects.toThrow(BadSignature);
  const lied = { ...specimen.session, spki: specimen.entry.spki };
  await expect(finalizeCredit(lied, pending, signature!)).rejects.toThrow(BadSignature);
  const garbled = { ...pending, prepared: '*' };
  await expect(finalizeCredit(specimen.session, garbled, signature!)).rejects.toThrow(BadSignature);
  await expect(finalizeCredit(specimen.session, pending, signature!)).resolves.toBeDefined();
});

test('an altered, renamed or foreign credit does not verify, one at a time or many', async () => {
  const { credits: [credit] } = await issueSessions(pool, specimen, 1);
  const session = importVerifyingKey(specimen.session);
  const entry = importVerifyingKey(specimen.entry);
  const flip = (bytes: Uint8Array, at: number) =>
    bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
  const forged = [
    { ...credit!, signature: flip(credit!.signature, 7) },
    { ...credit!, signature: credit!.signature.subarray(1) },
    { ...credit!, message: flip(credit!.message, 0) },
    { ...credit!, message: flip(credit!.message, 40) },
    { ...credit!, message: credit!.message.subarray(0, 10) },
    { ...credit!, keyId: specimen.entry.keyId },
    { ...credit!, keyId: 'not a key id' },
  ];
  for (const credit of forged) expect(verifyCredit(session, credit)).toBe(false);
  expect(verifyCredit(entry, { ...credit!, keyId: entry.keyId })).toBe(false);
  expect(verifyCredit(session, credit!)).toBe(true);
});

test('a signature with another salt length is not a credit', () => {
  const { keyId, pkcs8 } = specimen.pairs.session;
  const message = creditMessage(keyId, new Uint8Array(32));
  const secret = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const signedWith = (saltLength: number) => {
    const signature = sign('sha384', message, { key: secret, padding, saltLength });
    return { keyId, message, signature };
  };
  const key = importVerifyingKey(specimen.session);
  expect(verifyCredit(key, signedWith(48))).toBe(true);
  expect(verifyCredit(key, signedWith(0))).toBe(false);
  expect(verifyCredit(key, signedWith(32))).toBe(false);
});

test('two signatures on one message are one credit; under two keys they are two', () => {
  const { pkcs8, keyId } = specimen.pairs.session;
  const message = creditMessage(keyId, new Uint8Array(32).fill(9));
  const secret = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const pss = { key: secret, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  const [first, second] = [sign('sha384', message, pss), sign('sha384', message, pss)];
  expect(first.equals(second)).toBe(false);
  const credits = [first, second].map((signature) => ({ keyId, message, signature }));
  expect(new Set(credits.map(nullifier)).size).toBe(1);
  expect(nullifier({ keyId, message })).toMatch(/^[0-9a-f]{64}$/);
  const elsewhere = { keyId: specimen.entry.keyId, message };
  expect(nullifier(elsewhere)).not.toBe(nullifier({ keyId, message }));
});

test('a verifier does not import a key of another form or with a false id', () => {
  const { keyId, spki } = specimen.session;
  expect(() => importVerifyingKey({ keyId, spki: spki.slice(0, -4) })).toThrow(RangeError);
  expect(() => importVerifyingKey({ keyId: specimen.entry.keyId, spki })).toThrow(RangeError);
});
