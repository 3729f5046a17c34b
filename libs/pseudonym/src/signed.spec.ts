import fc from 'fast-check';
import { createPublicKey, verify } from 'node:crypto';
import { toBase64Url, transcript } from './bytes.ts';
import type { JsonValue } from './canonical.ts';
import { signingPublicKey, signStatement, verifyStatement } from './signed.ts';

const seed = new Uint8Array(32).fill(5);
const TYPE = 'sotto/test/v1';
const values = fc.jsonValue() as fc.Arbitrary<JsonValue>;

test('a statement verifies under its key and type, and reads back', () =>
  fc.assert(fc.asyncProperty(values, async (value) => {
    const statement = await signStatement(seed, TYPE, value);
    const reading = await verifyStatement(await signingPublicKey(seed), TYPE, statement);
    const expected = JSON.parse(JSON.stringify(value)) as JsonValue;
    expect(reading).toEqual({ kind: 'valid', body: expected });
  }), { numRuns: 50 }));

test('another type, key, body or signature is invalid', async () => {
  const publicKey = await signingPublicKey(seed);
  const statement = await signStatement(seed, TYPE, { amount: 1 });
  const invalid = { kind: 'invalid' };
  expect(await verifyStatement(publicKey, 'sotto/other/v1', statement)).toEqual(invalid);
  const renamed = { ...statement, type: 'sotto/other/v1' };
  expect(await verifyStatement(publicKey, 'sotto/other/v1', renamed)).toEqual(invalid);
  const changed = { ...statement, body: '{"amount":2}' };
  expect(await verifyStatement(publicKey, TYPE, changed)).toEqual(invalid);
  for (const signature of ['', '*', toBase64Url(new Uint8Array(64)), `${statement.signature}A`]) {
    expect(await verifyStatement(publicKey, TYPE, { ...statement, signature })).toEqual(invalid);
  }
  const stranger = await signingPublicKey(new Uint8Array(32).fill(6));
  expect(await verifyStatement(stranger, TYPE, statement)).toEqual(invalid);
});

test('the signature is plain Ed25519 over domain, type and body', async () => {
  const statement = await signStatement(seed, TYPE, { b: 1, a: [true, null] });
  expect(statement.body).toBe('{"a":[true,null],"b":1}');
  const x = toBase64Url(await signingPublicKey(seed));
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signed = transcript('sotto/statement/v1', TYPE, statement.body);
  expect(verify(null, signed, key, Buffer.from(statement.signature, 'base64url'))).toBe(true);
});

test('the test vector of RFC 8032, section 7.1, gives its public key', async () => {
  const secret = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
  const open = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
  const publicKey = await signingPublicKey(Uint8Array.from(Buffer.from(secret, 'hex')));
  expect(Buffer.from(publicKey).toString('hex')).toBe(open);
});

test('a seed of another length is refused', async () => {
  await expect(signingPublicKey(new Uint8Array(31))).rejects.toThrow(RangeError);
});
