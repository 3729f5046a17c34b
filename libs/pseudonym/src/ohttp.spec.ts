import { vectors } from '../test/specimens.ts';
import {
  decapsulate, decapsulateResponse, decodeKeyConfig, encapsulate, encapsulateResponse,
  encodeKeyConfig, keyIdOf, RESPONSE_NONCE_LENGTH, suite,
} from './ohttp.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (view: ArrayBuffer | Uint8Array) => Buffer.from(new Uint8Array(view)).toString('hex');

/** A key pair from its raw halves. */
async function keyPair(secret: string, open: string): Promise<CryptoKeyPair> {
  return {
    privateKey: await suite.kem.deserializePrivateKey(bytes(secret)),
    publicKey: await suite.kem.deserializePublicKey(bytes(open)),
  };
}

interface HpkeVectors {
  readonly setup: Record<string, string>;
  readonly encryptions: { pt: string; aad: string; ct: string; sequence: number }[];
  readonly exports: { context: string; length: number; value: string }[];
}

describe('the vectors of RFC 9180, appendix A.1.1', () => {
  const { setup, encryptions, exports } = vectors<HpkeVectors>('rfc9180.json');

  test('keys derive from their input keying material', async () => {
    for (const side of ['E', 'R'] as const) {
      const { privateKey, publicKey } = await suite.kem.deriveKeyPair(bytes(setup[`ikm${side}`]!));
      expect(hex(await suite.kem.serializePrivateKey(privateKey))).toBe(setup[`sk${side}m`]);
      expect(hex(await suite.kem.serializePublicKey(publicKey))).toBe(setup[`pk${side}m`]);
    }
  });

  test('sender and recipient give the ciphertexts and exported values', async () => {
    const info = bytes(setup.info!);
    const recipient = await keyPair(setup.skRm!, setup.pkRm!);
    const ekm = await keyPair(setup.skEm!, setup.pkEm!);
    const recipientPublicKey = recipient.publicKey;
    const sender = await suite.createSenderContext({ recipientPublicKey, info, ekm });
    expect(hex(sender.enc)).toBe(setup.enc);
    const receiver = await suite.createRecipientContext({
      recipientKey: recipient, enc: bytes(setup.enc!), info,
    });
    const bySequence = new Map(encryptions.map((one) => [one.sequence, one]));
    for (let sequence = 0; sequence <= 256; sequence += 1) {
      const { pt, aad, ct } = bySequence.get(sequence) ?? { pt: '', aad: '', ct: null };
      const sealed = await sender.seal(bytes(pt), bytes(aad));
      if (ct) expect(hex(sealed)).toBe(ct);
      expect(hex(await receiver.open(sealed, bytes(aad)))).toBe(pt);
    }
    for (const { context, length, value } of exports) {
      expect(hex(await sender.export(bytes(context), length))).toBe(value);
      expect(hex(await receiver.export(bytes(context), length))).toBe(value);
    }
  });
});

describe('the example of RFC 9458, appendix A', () => {
  const rfc = vectors<Record<string, string>>('rfc9458.json');
  const config = decodeKeyConfig(bytes(rfc.keyConfig!))!;
  const recipient = () => keyPair(rfc.recipientSecretKey!, hex(config.publicKey));

  test('the key configuration is read, its foreign algorithms passed over', () => {
    expect(config.keyId).toBe(1);
    expect(hex(config.publicKey)).toBe(rfc.keyConfig!.slice(6, 70));
  });

  test('the request encapsulates to the same bytes and decapsulates', async () => {
    const ephemeral = await keyPair(rfc.ephemeralSecretKey!, rfc.ephemeralPublicKey!);
    const sent = await encapsulate(config, bytes(rfc.request!), ephemeral);
    expect(hex(sent.encapsulated)).toBe(rfc.encapsulatedRequest);
    expect(keyIdOf(sent.encapsulated)).toBe(1);
    const received = await decapsulate(await recipient(), bytes(rfc.encapsulatedRequest!));
    expect(hex(received.request)).toBe(rfc.request);
    const label = new TextEncoder().encode('message/bhttp response');
    expect(hex(await received.context.export(label, 16))).toBe(rfc.exportedSecret);
  });

  test('the response encapsulates to the same bytes and decapsulates', async () => {
    const ephemeral = await keyPair(rfc.ephemeralSecretKey!, rfc.ephemeralPublicKey!);
    const client = await encapsulate(config, bytes(rfc.request!), ephemeral);
    const server = await decapsulate(await recipient(), bytes(rfc.encapsulatedRequest!));
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
