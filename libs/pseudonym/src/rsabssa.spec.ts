import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { constants, createPrivateKey, createPublicKey, privateDecrypt, verify } from 'node:crypto';
import { drawBlinding, vectors } from '../test/specimens.ts';
import { blind, factorOf, toInteger, unblind } from './rsabssa.ts';

interface Vector {
  readonly name: string;
  readonly n: string; readonly e: string;
  readonly d: string; readonly p: string; readonly q: string;
  readonly msg: string; readonly msg_prefix: string; readonly input_msg: string;
  readonly salt: string; readonly sLen: string; readonly inv: string;
  readonly blinded_msg: string; readonly blind_sig: string; readonly sig: string;
}

const { vectors: all } = vectors<{ vectors: Vector[] }>('rfc9474.json');
const bytes = (hex: string) => Buffer.from(hex.replace(/^0x/, ''), 'hex');
const hex = (view: Uint8Array) => Buffer.from(view).toString('hex');
const b64 = (value: bigint) => {
  const text = value.toString(16);
  const even = text.padStart(text.length + (text.length % 2), '0');
  return Buffer.from(even, 'hex').toString('base64url');
};

function inverse(value: bigint, n: bigint): bigint {
  let [a, b, x, y] = [n, value % n, 0n, 1n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % n) + n) % n;
}

function rawPrivateKey(vector: Vector) {
  const [n, e, d] = [vector.n, vector.e, vector.d].map((text) => BigInt(text));
  const [p, q] = [vector.p, vector.q].map((text) => BigInt(text));
  const jwk = {
    kty: 'RSA', n: b64(n!), e: b64(e!), d: b64(d!), p: b64(p!), q: b64(q!),
    dp: b64(d! % (p! - 1n)), dq: b64(d! % (q! - 1n)), qi: b64(inverse(q!, p!)),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

describe('the vectors of RFC 9474, appendix A', () => {
  test('are all four variants', () => {
    expect(all.map(({ name }) => name).sort()).toEqual([
      'RSABSSA-SHA384-PSS-Deterministic', 'RSABSSA-SHA384-PSS-Randomized',
      'RSABSSA-SHA384-PSSZERO-Deterministic', 'RSABSSA-SHA384-PSSZERO-Randomized',
    ]);
  });

  test.each(all)('$name gives the same bytes at every step', (vector) => {
    const key = { n: BigInt(vector.n), e: BigInt(vector.e) };
    const prepared = Buffer.concat([bytes(vector.msg_prefix), bytes(vector.msg)]);
    expect(hex(prepared)).toBe(vector.input_msg.replace(/^0x/, ''));

    const r = inverse(BigInt(vector.inv), key.n).toString(16).padStart(bytes(vector.n).length * 2, '0');
    const factor = factorOf(key, bytes(r));
    const blinded = blind(key, prepared, { salt: bytes(vector.salt), factor: factor! });
    expect(hex(blinded.blindedMessage)).toBe(hex(bytes(vector.blinded_msg)));
    expect(hex(blinded.inverse)).toBe(hex(bytes(vector.inv)));

    const secret = rawPrivateKey(vector);
    const padding = constants.RSA_NO_PADDING;
    const blindSignature = privateDecrypt({ key: secret, padding }, blinded.blindedMessage);
    expect(hex(blindSignature)).toBe(hex(bytes(vector.blind_sig)));

    const signature = unblind(key, blindSignature, blinded.inverse);
    expect(hex(signature)).toBe(hex(bytes(vector.sig)));
    const saltLength = Number(vector.sLen);
    const pss = {
      key: createPublicKey(secret), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength,
    };
    expect(verify('sha384', prepared, pss, signature)).toBe(true);
  });
});

describe('an independent implementation of RFC 9474', () => {
  const suite = RSABSSA.SHA384.PSS.Randomized();

  test('finalizes what we blind, and we unblind what it blinds', async () => {
    const algorithm = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
    const { publicKey, privateKey } = await RSABSSA.SHA384.generateKey(algorithm);
    const { n } = await crypto.subtle.exportKey('jwk', publicKey);
    const key = { n: toInteger(Buffer.from(n ?? '', 'base64url')), e: 65_537n };
    const message = suite.prepare(new TextEncoder().encode('sotto'));

    const ours = blind(key, message, drawBlinding(key));
    const signed = await suite.blindSign(privateKey, ours.blindedMessage);
    const finalized = await suite.finalize(publicKey, message, signed, ours.inverse);
    expect(hex(finalized)).toBe(hex(unblind(key, signed, ours.inverse)));

    const theirs = await suite.blind(publicKey, message);
    const answer = await suite.blindSign(privateKey, theirs.blindedMsg);
    const signature = unblind(key, answer, theirs.inv);
    expect(await suite.verify(publicKey, signature, message)).toBe(true);
  });
});

describe('blinding', () => {
  const key = { n: BigInt(all[0]!.n), e: 65_537n };

  test('never repeats: the same message is blinded to other bytes each time', () => {
    const message = Uint8Array.of(1, 2, 3);
    const seen = new Set(Array.from({ length: 8 }, () =>
      hex(blind(key, message, drawBlinding(key)).blindedMessage)));
    expect(seen.size).toBe(8);
  });

  test('takes no draw for a factor that is zero, not below n, or has no inverse', () => {
    const draw = (value: bigint) =>
      factorOf(key, bytes(value.toString(16).padStart(2 * bytes(all[0]!.n).length, '0')));
    const p = BigInt(all[0]!.p);
    for (const odd of [0n, key.n, key.n + 1n, p, key.n - p]) expect(draw(odd)).toBeNull();
    for (const sound of [1n, 2n, p - 1n, key.n - 1n]) {
      const factor = draw(sound)!;
      expect(factor.r).toBe(sound);
      expect((factor.r * factor.inverse) % key.n).toBe(1n);
    }
  });

  test('refuses a key too small for the encoding', () => {
    const tiny = { n: (1n << 511n) + 1n, e: 65_537n };
    expect(() => blind(tiny, Uint8Array.of(1), drawBlinding(tiny))).toThrow('encoding error');
  });

  test('refuses a blind signature of another length', () => {
    expect(() => unblind(key, new Uint8Array(255), new Uint8Array(512))).toThrow('unexpected');
  });
});
