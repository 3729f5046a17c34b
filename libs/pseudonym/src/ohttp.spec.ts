import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import * as node from 'node:crypto';
import { bytes, expectVectors, hex, hpkeVectors, PLATFORMS } from '../test/hpke-vectors.ts';
import { vectors } from '../test/specimens.ts';
import { randomBytes } from './bytes.ts';
import { deriveKeyPair, setupRecipient, setupSender } from './hpke.ts';
import { nodePrimitives } from './hpke.primitives.ts';
import {
  decapsulate, decapsulateResponse, decodeKeyConfig, encapsulate, encapsulateResponse,
  encodeKeyConfig, keyIdOf, RESPONSE_NONCE_LENGTH,
} from './ohttp.ts';

describe.each(PLATFORMS)('the vectors of RFC 9180, A.1.1, on $platform', ({ primitives }) => {
  const rfc = hpkeVectors('rfc9180.json');
  const { setup } = rfc;

  test('keys derive from their input keying material', async () => {
    for (const side of ['E', 'R'] as const) {
      const pair = await deriveKeyPair(primitives, bytes(setup[`ikm${side}`]!));
      expect(hex(pair.secret)).toBe(setup[`sk${side}m`]);
      expect(hex(pair.publicKey)).toBe(setup[`pk${side}m`]);
    }
  });

  test('sender and recipient give the ciphertexts and exported values', async () => {
    const info = bytes(setup.info!);
    const recipient = { secret: bytes(setup.skRm!), publicKey: bytes(setup.pkRm!) };
    const skE = bytes(setup.skEm!);
    const { enc, context: sender } = await setupSender(primitives, recipient.publicKey, info, skE);
    expect(hex(enc)).toBe(setup.enc);
    const receiver = await setupRecipient(primitives, recipient, enc, info);
    await expectVectors(rfc, sender, receiver);
  });

  // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14.
  test('AES-GCM by a key of 256 bits gives its published ciphertext and tag', async () => {
    const [key, nonce, zeros] = [32, 12, 16].map((length) => new Uint8Array(length)) as
      [Uint8Array, Uint8Array, Uint8Array];
    const sealed = await primitives.seal(key, nonce, new Uint8Array(), zeros);
    expect(hex(sealed)).toBe('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919');
    expect(await primitives.open(key, nonce, new Uint8Array(), sealed)).toEqual(zeros);
  });

  test('a public key of low order, of another length or an altered text is refused', async () => {
    const recipient = await deriveKeyPair(primitives, new Uint8Array(32));
    const info = new Uint8Array();
    const setup = (enc: Uint8Array) => setupRecipient(primitives, recipient, enc, info);
    for (const enc of [new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31)), info]) {
      await expect(setup(enc)).rejects.toThrow();
    }
    const { enc, context } = await setupSender(primitives, recipient.publicKey, info);
    const sealed = await context.seal(info, randomBytes(8));
    for (const bad of [sealed.subarray(1), sealed.subarray(0, 3), new Uint8Array(24), info]) {
      await expect((await setup(enc)).open(info, bad)).rejects.toThrow();
    }
  });
});

describe('an independent implementation of RFC 9180', () => {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm(),
  });
  const primitives = nodePrimitives(node);
  const info = new TextEncoder().encode('sotto');

  test('opens what we seal, and we open what it seals', async () => {
    const recipient = await deriveKeyPair(primitives, randomBytes(32));
    const recipientKey = await suite.kem.deserializePrivateKey(recipient.secret);
    const recipientPublicKey = await suite.kem.deserializePublicKey(recipient.publicKey);
    const message = randomBytes(1000);

    const ours = await setupSender(primitives, recipient.publicKey, info);
    const sealed = await ours.context.seal(info, message);
    const theirs = await suite.createRecipientContext({ recipientKey, enc: ours.enc, info });
    expect(hex(await theirs.open(sealed, info))).toBe(hex(message));
    expect(hex(await theirs.export(info, 48))).toBe(hex(ours.context.export(info, 48)));

    const sender = await suite.createSenderContext({ recipientPublicKey, info });
    const ciphertext = new Uint8Array(await sender.seal(message, info));
    const enc = new Uint8Array(sender.enc);
    const receiver = await setupRecipient(primitives, recipient, enc, info);
    expect(hex(await receiver.open(info, ciphertext))).toBe(hex(message));
  });
});

describe('the example of RFC 9458, appendix A', () => {
  const rfc = vectors<Record<string, string>>('rfc9458.json');
  const config = decodeKeyConfig(bytes(rfc.keyConfig!))!;
  const recipient = { secret: bytes(rfc.recipientSecretKey!), publicKey: config.publicKey };
  const skE = bytes(rfc.ephemeralSecretKey!);

  test('the key configuration is read, its foreign algorithms passed over', () => {
    expect(config.keyId).toBe(1);
    expect(hex(config.publicKey)).toBe(rfc.keyConfig!.slice(6, 70));
  });

  test('the request encapsulates to the same bytes and decapsulates', async () => {
    const sent = await encapsulate(config, bytes(rfc.request!), skE);
    expect(hex(sent.encapsulated)).toBe(rfc.encapsulatedRequest);
    expect(keyIdOf(sent.encapsulated)).toBe(1);
    const received = await decapsulate(recipient, bytes(rfc.encapsulatedRequest!));
    expect(hex(received.request)).toBe(rfc.request);
    const label = new TextEncoder().encode('message/bhttp response');
    expect(hex(received.context.export(label, 16))).toBe(rfc.exportedSecret);
  });

  test('the response encapsulates to the same bytes and decapsulates', async () => {
    const client = await encapsulate(config, bytes(rfc.request!), skE);
    const server = await decapsulate(recipient, bytes(rfc.encapsulatedRequest!));
    const nonce = bytes(rfc.encapsulatedResponse!).subarray(0, RESPONSE_NONCE_LENGTH);
    const response = await encapsulateResponse(server, bytes(rfc.response!), nonce);
    expect(hex(response)).toBe(rfc.encapsulatedResponse);
    expect(hex(await decapsulateResponse(client, response))).toBe(rfc.response);
  });
});

test('a key configuration survives its encoding; anything else is no key configuration', () => {
  const config = { keyId: 200, publicKey: Uint8Array.from({ length: 32 }, (_, index) => index) };
  const encoded = encodeKeyConfig(config);
  expect(decodeKeyConfig(encoded)).toEqual(config);
  const changed = (at: number, value: number) =>
    encoded.map((byte, index) => (index === at ? value : byte));
  expect(decodeKeyConfig(new Uint8Array())).toBeNull();
  expect(decodeKeyConfig(encoded.subarray(0, -1))).toBeNull();
  expect(decodeKeyConfig(Uint8Array.of(...encoded, 0))).toBeNull();
  expect(decodeKeyConfig(changed(2, 0x10))).toBeNull(); // another KEM
  expect(decodeKeyConfig(changed(36, 6))).toBeNull(); // a length that is not whole pairs
  expect(decodeKeyConfig(changed(40, 3))).toBeNull(); // another AEAD alone
});

test('a key configuration is read up to its very last pair, and cut anywhere it is none', () => {
  const config = { keyId: 7, publicKey: new Uint8Array(32).fill(9) };
  const encoded = encodeKeyConfig(config);
  for (let length = 0; length < encoded.length; length += 1) {
    expect(decodeKeyConfig(encoded.subarray(0, length))).toBeNull();
  }
  // Ours after another pair, in a longer list, at another place of a buffer.
  const pair = encoded.slice(-4);
  const other = Uint8Array.of(0, 9, 0, 9);
  const listed = (...pairs: Uint8Array[]) => Uint8Array.of(
    ...encoded.subarray(0, 35), 0, pairs.length * 4, ...pairs.flatMap((one) => [...one]));
  for (const pairs of [[pair], [other, pair], [pair, other], [other, other, pair]]) {
    const bytes = listed(...pairs);
    expect(decodeKeyConfig(bytes)).toEqual(config);
    const within = new Uint8Array(bytes.length + 9);
    within.set(bytes, 5);
    expect(decodeKeyConfig(within.subarray(5, 5 + bytes.length))).toEqual(config);
  }
  for (const pairs of [[], [other], [other, other]]) {
    expect(decodeKeyConfig(listed(...pairs))).toBeNull();
  }
});

test('the key that a request names is told only of one of the suite in use, and whole', async () => {
  const made = await crypto.subtle.generateKey('X25519', true, ['deriveBits']) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', made.publicKey));
  const { encapsulated } = await encapsulate({ keyId: 200, publicKey }, new Uint8Array());
  expect(keyIdOf(encapsulated)).toBe(200);
  for (let length = 0; length < encapsulated.length; length += 1) {
    expect(keyIdOf(encapsulated.subarray(0, length))).toBeNull();
  }
  for (let at = 1; at < 7; at += 1) {
    const other = encapsulated.map((byte, index) => (index === at ? byte ^ 1 : byte));
    expect(keyIdOf(other)).toBeNull();
  }
});
