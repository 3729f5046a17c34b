import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import type { KeyObject } from 'node:crypto';
import { ownBytes, toBase64Url } from './bytes.ts';

/** X25519 and AES-GCM, as the platform has them. All keys are raw bytes. */
export interface HpkePrimitives {
  /** X25519 (RFC 7748) of a secret and a public key, 32 bytes each. */
  dh(secret: Uint8Array, publicKey: Uint8Array): Promise<Uint8Array> | Uint8Array;
  /** AES-GCM by a key of 128 or 256 bits; the result ends in the tag of 16 bytes. */
  seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array):
    Promise<Uint8Array> | Uint8Array;
  /** The inverse of `seal`. @throws when the ciphertext is not authentic */
  open(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array):
    Promise<Uint8Array> | Uint8Array;
}

/** DER head of a secret X25519 key (RFC 8410); 32 raw bytes follow. */
const PKCS8_HEAD = hexToBytes('302e020100300506032b656e04220420');
const TAG_LENGTH = 16;

/** WebCrypto's primitives: what browsers have. */
export const webPrimitives: HpkePrimitives = {
  async dh(secret, publicKey) {
    const pkcs8 = ownBytes(concatBytes(PKCS8_HEAD, secret));
    const [ours, theirs] = await Promise.all([
      crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', false, ['deriveBits']),
      crypto.subtle.importKey('raw', ownBytes(publicKey), 'X25519', false, []),
    ]);
    const bits = await crypto.subtle.deriveBits({ name: 'X25519', public: theirs }, ours, 256);
    return new Uint8Array(bits);
  },
  async seal(key, nonce, aad, plaintext) {
    const gcm = { name: 'AES-GCM', iv: ownBytes(nonce), additionalData: ownBytes(aad) };
    const aes = await crypto.subtle.importKey('raw', ownBytes(key), 'AES-GCM', false, ['encrypt']);
    return new Uint8Array(await crypto.subtle.encrypt(gcm, aes, ownBytes(plaintext)));
  },
  async open(key, nonce, aad, ciphertext) {
    const gcm = { name: 'AES-GCM', iv: ownBytes(nonce), additionalData: ownBytes(aad) };
    const aes = await crypto.subtle.importKey('raw', ownBytes(key), 'AES-GCM', false, ['decrypt']);
    return new Uint8Array(await crypto.subtle.decrypt(gcm, aes, ownBytes(ciphertext)));
  },
};

/**
 * Node's primitives: the same operations of the same OpenSSL, without WebCrypto's detour through
 * the thread pool for each, which costs several times as much as the work. Keys stay loaded for
 * as long as their bytes are in use. Bytes for a key cost a cipher more than the work does, in
 * Node 24: it is given key objects.
 */
export function nodePrimitives(node: typeof import('node:crypto')): HpkePrimitives {
  const secrets = loadOnce((secret) => node.createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, secret]), format: 'der', type: 'pkcs8',
  }));
  // A JWK loads in half the time of the same key in DER.
  const publics = loadOnce((publicKey) => node.createPublicKey({
    key: { kty: 'OKP', crv: 'X25519', x: toBase64Url(publicKey) }, format: 'jwk',
  }));
  return {
    dh(secret, publicKey) {
      const keys = { privateKey: secrets(secret), publicKey: publics(publicKey) };
      return new Uint8Array(node.diffieHellman(keys));
    },
    seal(key, nonce, aad, plaintext) {
      const secret = node.createSecretKey(key);
      const cipher = node.createCipheriv(gcmBy(key), secret, nonce).setAAD(aad);
      return concatBytes(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
    },
    open(key, nonce, aad, ciphertext) {
      const options = { authTagLength: TAG_LENGTH };
      const secret = node.createSecretKey(key);
      const cipher = node.createDecipheriv(gcmBy(key), secret, nonce, options);
      cipher.setAAD(aad).setAuthTag(ciphertext.subarray(-TAG_LENGTH));
      return concatBytes(cipher.update(ciphertext.subarray(0, -TAG_LENGTH)), cipher.final());
    },
  };
}

function gcmBy({ length }: Uint8Array): 'aes-128-gcm' | 'aes-256-gcm' {
  return length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
}

/** Load a key at the first use of its bytes, and again only for other bytes. */
function loadOnce(load: (bytes: Uint8Array) => KeyObject): (bytes: Uint8Array) => KeyObject {
  const loaded = new WeakMap<Uint8Array, KeyObject>();
  return (bytes) => {
    const key = loaded.get(bytes) ?? load(bytes);
    loaded.set(bytes, key);
    return key;
  };
}

/** The fastest primitives here: Node's own where there is a Node, WebCrypto's in a browser. */
export const platformPrimitives: HpkePrimitives = choose();

function choose(): HpkePrimitives {
  const scope = globalThis as { process?: Partial<Pick<NodeJS.Process, 'getBuiltinModule'>> };
  const node = scope.process?.getBuiltinModule?.('node:crypto');
  return node ? nodePrimitives(node) : webPrimitives;
}
