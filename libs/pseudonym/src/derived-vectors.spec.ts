import {
  constants, createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, pbkdf2Sync,
  privateDecrypt, publicEncrypt, verify, type KeyObject,
} from 'node:crypto';
import { vectors } from '../test/specimens.ts';
import { blindDerived, finalizeCredit } from './client.ts';
import { encodeCredit } from './credit.ts';
import { creditField, deriveBlinding } from './derived.ts';
import { type CheckedKey, checkDirectory } from './directory.ts';
import type { IssuerPublicKey } from './keys.ts';
import { nullifier } from './nullifier.ts';
import { caseSecret, claimKey, recoveryRoot, rootsOf } from './roots.ts';
import { toInteger } from './rsabssa.ts';
import { inspectSpki } from './spki.ts';
import { caseHash } from './roots.ts';

interface CreditVector {
  readonly keyId: string; readonly index: number;
  readonly nonce: string; readonly salt: string;
  /** Attempts at a blinding factor that are none, before `factor`. */
  readonly rejected: readonly string[]; readonly factor: string;
  readonly message: string; readonly blinded: string; readonly blindSignature: string;
  readonly signature: string; readonly credit: string; readonly nullifier: string;
}
interface WalletVector {
  readonly phrase: string;
  readonly roots: Record<'claim' | 'credit' | 'case' | 'letters' | 'recovery', string>;
  readonly claimKeys: readonly string[];
  readonly cases: readonly {
    readonly programme: string; readonly generation: number;
    readonly secret: string; readonly hash: string;
  }[];
  readonly credits: readonly CreditVector[];
}
interface Vectors {
  readonly issuer: readonly { readonly key: IssuerPublicKey; readonly pkcs8: string }[];
  readonly wallets: readonly WalletVector[];
}

const all = vectors<Vectors>('derived-credits.json');
const hex = (view: Uint8Array) => Buffer.from(view).toString('hex');
const unhex = (text: string) => Buffer.from(text, 'hex');
const keys = all.issuer.map(({ key }) => key);
const verdict = checkDirectory(keys, keys, {
  programme: keys[0]!.programme, period: keys[0]!.period, block: 'B1', headcount: 60,
});
const checkedOf = (keyId: string): CheckedKey => {
  if (verdict.kind === 'refused') throw new Error('the keys of the vectors are refused');
  return [verdict.entry, verdict.session].find((key) => key.keyId === keyId)!;
};
const secretOf = (keyId: string): KeyObject => createPrivateKey({
  key: unhex(all.issuer.find(({ key }) => key.keyId === keyId)!.pkcs8),
  format: 'der', type: 'pkcs8',
});

describe('the code gives what was published', () => {
  test.each(all.wallets)('for the phrase "$phrase"', async (wallet) => {
    const roots = await rootsOf(wallet.phrase);
    const recovery = await recoveryRoot(wallet.phrase);
    expect(Object.fromEntries(Object.entries({ ...roots, recovery })
      .map(([name, root]) => [name, hex(root)]))).toEqual(wallet.roots);
    expect(wallet.claimKeys.map((_, j) => hex(claimKey(roots, j)))).toEqual(wallet.claimKeys);
    for (const { programme, generation, secret, hash } of wallet.cases) {
      expect(hex(caseSecret(roots, programme, generation))).toBe(secret);
      expect(caseHash(unhex(secret))).toBe(hash);
    }
    for (const vector of wallet.credits) {
      expect(await computed(roots.credit, vector)).toEqual(vector);
    }
  });

  test('which has a credit whose first factor was refused', () => {
    const credits = all.wallets.flatMap((wallet) => wallet.credits);
    expect(credits.some(({ rejected }) => rejected.length > 0)).toBe(true);
    expect(credits.some(({ rejected }) => rejected.length === 0)).toBe(true);
  });
});

/** A credit with all that is between the root and it, by the library. */
async function computed(creditRoot: Uint8Array, { keyId, index }: CreditVector) {
  const key = checkedOf(keyId);
  const place = { ...key, index };
  const spki = inspectSpki(key.spki);
  const n = spki.kind === 'valid' ? toInteger(spki.modulus) : 0n;
  const { factor: { r } } = deriveBlinding(creditRoot, place, { n, e: 65_537n });
  const draws = [...Array(40).keys()].map((attempt) =>
    creditField(creditRoot, place, 'factor', attempt));
  const taken = draws.findIndex((draw) => toInteger(draw) === r);
  const pending = blindDerived(key, creditRoot, index);
  const blinded = Buffer.from(pending.blinded, 'base64url');
  const blindSignature = rawSign(secretOf(keyId), blinded);
  const credit = await finalizeCredit(key, pending, blindSignature);
  return {
    keyId, index, nonce: hex(creditField(creditRoot, place, 'nonce')),
    salt: hex(creditField(creditRoot, place, 'salt')),
    rejected: draws.slice(0, taken).map(hex), factor: hex(draws[taken]!),
    message: hex(credit.message), blinded: hex(blinded), blindSignature: hex(blindSignature),
    signature: hex(credit.signature), credit: hex(encodeCredit(credit)),
    nullifier: nullifier(credit),
  };
}

function rawSign(key: KeyObject, message: Uint8Array): Buffer {
  return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, message);
}

/*
 * All of it once more from node:crypto alone and the text of decision 0053, as somebody who writes
 * another wallet would begin.
 */
describe('another implementation gives the same', () => {
  test.each(all.wallets)('for the phrase "$phrase"', ({ phrase, roots, claimKeys, cases, credits }) => {
    const seed = pbkdf2Sync(phrase, 'mnemonic', 2048, 64, 'sha512');
    const root = (label: string) => Buffer.from(hkdfSync('sha256', seed, 'sotto/wallet/v2', label, 32));
    for (const [label, value] of Object.entries(roots)) expect(hex(root(label))).toBe(value);
    claimKeys.forEach((value, j) =>
      expect(hex(expand(root('claim'), 32, 'sotto/claim-key/v2', `${j}`))).toBe(value));
    for (const { programme, generation, secret } of cases) {
      expect(hex(expand(root('case'), 32, 'sotto/case-secret/v2', programme, `${generation}`)))
        .toBe(secret);
    }
    for (const vector of credits) again(root('credit'), vector);
  });
});

function again(creditRoot: Buffer, vector: CreditVector): void {
  const { key, pkcs8 } = all.issuer.find((one) => one.key.keyId === vector.keyId)!;
  const field = (length: number, name: string, attempt: number) =>
    expand(creditRoot, length, 'sotto/derived-credit/v1', key.programme, key.period, key.kind,
      key.block ?? '', key.keyId, `${vector.index}`, name, `${attempt}`);
  const secret = createPrivateKey({ key: unhex(pkcs8), format: 'der', type: 'pkcs8' });
  const n = integer(Buffer.from(secret.export({ format: 'jwk' }).n!, 'base64url'));
  expect(hex(field(32, 'nonce', 0))).toBe(vector.nonce);
  expect(hex(field(48, 'salt', 0))).toBe(vector.salt);
  vector.rejected.forEach((draw, attempt) => {
    expect(hex(field(256, 'factor', attempt))).toBe(draw);
    expect(integer(unhex(draw)) >= n).toBe(true);
  });
  expect(hex(field(256, 'factor', vector.rejected.length))).toBe(vector.factor);
  const message = Buffer.concat([
    unhex(vector.nonce), Buffer.from('sotto/credit/v1'), unhex(vector.keyId)]);
  expect(hex(message)).toBe(vector.message);
  // The blinded message is m r^e; what the issuer makes of it is s r, where s is the signature.
  const [signature, r] = [integer(unhex(vector.signature)), integer(unhex(vector.factor))];
  const blindSignature = ((signature * r) % n).toString(16).padStart(512, '0');
  expect(blindSignature).toBe(vector.blindSignature);
  expect(hex(rawSign(secret, unhex(vector.blinded)))).toBe(vector.blindSignature);
  const pss = {
    key: createPublicKey(secret), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48,
  };
  expect(verify('sha384', message, pss, unhex(vector.signature))).toBe(true);
  // PSS (RFC 8017, 9.1.1): before the last byte stands H, which the salt went into.
  const encoded = publicEncrypt(
    { key: pss.key, padding: constants.RSA_NO_PADDING }, unhex(vector.signature));
  const sha384 = (...parts: Buffer[]) =>
    createHash('sha384').update(Buffer.concat(parts)).digest();
  expect(hex(encoded.subarray(-49, -1)))
    .toBe(hex(sha384(Buffer.alloc(8), sha384(message), unhex(vector.salt))));
  expect(vector.credit).toBe(`01${vector.keyId}${vector.nonce}${vector.signature}`);
  expect(createHash('sha256')
    .update(frame('sotto/nullifier/v1', vector.keyId, message)).digest('hex')).toBe(vector.nullifier);
}

/** HKDF-Expand (RFC 5869, 2.3) with SHA-256 over framed parts. */
function expand(key: Buffer, length: number, ...parts: string[]): Buffer {
  const blocks: Buffer[] = [];
  for (let last = Buffer.alloc(0), t = 1; blocks.length * 32 < length; t += 1) {
    last = createHmac('sha256', key).update(last).update(frame(...parts)).update(Buffer.of(t)).digest();
    blocks.push(last);
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** Each part after its length in bytes, four bytes, the high one first. */
function frame(...parts: (string | Buffer)[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => {
    const bytes = Buffer.from(part as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  }));
}

function integer(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
