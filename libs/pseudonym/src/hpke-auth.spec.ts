import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import * as node from 'node:crypto';
import { bytes, expectVectors, hex, hpkeVectors, PLATFORMS } from '../test/hpke-vectors.ts';
import { randomBytes } from './bytes.ts';
import { deriveKeyPair, setupAuthRecipient, setupAuthSender } from './hpke.ts';
import { nodePrimitives } from './hpke.primitives.ts';

describe.each(PLATFORMS)('the vectors of RFC 9180, A.1.3, on $platform', ({ primitives }) => {
  const rfc = hpkeVectors('rfc9180-auth.json');
  const { setup } = rfc;
  const pairOf = (side: string) =>
    ({ secret: bytes(setup[`sk${side}m`]!), publicKey: bytes(setup[`pk${side}m`]!) });

  test('keys derive from their input keying material', async () => {
    for (const side of ['E', 'R', 'S']) {
      expect(await deriveKeyPair(primitives, bytes(setup[`ikm${side}`]!))).toEqual(pairOf(side));
    }
  });

  test('sender and recipient give the ciphertexts and exported values', async () => {
    const info = bytes(setup.info!);
    const { enc, context: sender } = await setupAuthSender(
      primitives, pairOf('R').publicKey, info, pairOf('S'), pairOf('E').secret);
    expect(hex(enc)).toBe(setup.enc);
    const receiver = await setupAuthRecipient(
      primitives, pairOf('R'), enc, info, pairOf('S').publicKey);
    await expectVectors(rfc, sender, receiver);
  });

  test('a sender of low order, or another than the one who sealed, opens nothing', async () => {
    const [recipient, sender, other] = await Promise.all(
      [1, 2, 3].map((fill) => deriveKeyPair(primitives, new Uint8Array(32).fill(fill))));
    const info = new Uint8Array();
    const { enc, context } = await setupAuthSender(primitives, recipient!.publicKey, info, sender!);
    const sealed = await context.seal(info, randomBytes(8));
    await expect(setupAuthRecipient(primitives, recipient!, enc, info, new Uint8Array(32)))
      .rejects.toThrow();
    const mistaken = await setupAuthRecipient(primitives, recipient!, enc, info, other!.publicKey);
    await expect(mistaken.open(info, sealed)).rejects.toThrow();
  });
});

test('an independent implementation opens what we seal, and we open what it seals', async () => {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm(),
  });
  const primitives = nodePrimitives(node);
  const info = new TextEncoder().encode('sotto');
  const message = randomBytes(1_000);
  const [recipient, sender] = await Promise.all(
    [randomBytes(32), randomBytes(32)].map((ikm) => deriveKeyPair(primitives, ikm)));
  const theirs = await Promise.all([recipient!, sender!].map(async ({ secret, publicKey }) => ({
    privateKey: await suite.kem.deserializePrivateKey(secret),
    publicKey: await suite.kem.deserializePublicKey(publicKey),
  })));

  const ours = await setupAuthSender(primitives, recipient!.publicKey, info, sender!);
  const opening = await suite.createRecipientContext({ recipientKey: theirs[0]!.privateKey,
    enc: ours.enc, info, senderPublicKey: theirs[1]!.publicKey });
  expect(hex(await opening.open(await ours.context.seal(info, message), info))).toBe(hex(message));

  const sealing = await suite.createSenderContext({ recipientPublicKey: theirs[0]!.publicKey, info,
    senderKey: theirs[1]! });
  const sealed = new Uint8Array(await sealing.seal(message, info));
  const receiver = await setupAuthRecipient(
    primitives, recipient!, new Uint8Array(sealing.enc), info, sender!.publicKey);
  expect(hex(await receiver.open(info, sealed))).toBe(hex(message));
});
