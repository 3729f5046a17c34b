import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { transcript } from '#pseudonym/bytes';
import { normaliseCode, toQuintets, writeGroups } from '#pseudonym/crockford';

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 8;

/** Keeps the secrets of second factors: TOTP secrets wrapped, recovery codes as keyed hashes. */
export class SecondFactorSecrets {
  /** @param wrapKey 32 bytes that encrypt apps' secrets; `hashKey` 32 that hash recovery codes. */
  constructor(private readonly wrapKey: Uint8Array, private readonly hashKey: Uint8Array) {}

  /** Encrypt a secret by AES-256-GCM, bound to its owner. */
  wrap(owner: string, secret: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.wrapKey, nonce).setAAD(useOf(owner));
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  /** Decrypt a secret. @throws Error when the row, the ciphertext or the key was changed. */
  unwrap(owner: string, wrapped: Buffer): Buffer {
    const nonce = wrapped.subarray(0, NONCE_LENGTH);
    const decipher = createDecipheriv('aes-256-gcm', this.wrapKey, nonce)
      .setAAD(useOf(owner)).setAuthTag(wrapped.subarray(-TAG_LENGTH));
    const body = wrapped.subarray(NONCE_LENGTH, -TAG_LENGTH);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  }

  /** Ten fresh recovery codes of 64 random bits, to be shown once. */
  newRecoveryCodes(): string[] {
    return Array.from({ length: RECOVERY_CODES }, () =>
      writeGroups(toQuintets(randomBytes(RECOVERY_BYTES))).join('-'));
  }

  /** The keyed hash of a recovery code as a person types it. */
  hashOf(owner: string, typed: string): Buffer {
    const said = transcript(owner, normaliseCode(typed));
    return createHmac('sha256', this.hashKey).update(said).digest();
  }
}

function useOf(owner: string): Uint8Array {
  return transcript('sotto/second-factor/v1', owner);
}
