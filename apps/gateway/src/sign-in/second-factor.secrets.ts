import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { GatewayConfig } from '#platform/config';
import { transcript } from '#pseudonym/bytes';
import { normaliseCode, toQuintets, writeGroups } from '#pseudonym/crockford';
import { CONFIG, mac, purposeKey } from '../parts.ts';

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 8;

/** Keeps the secrets of second factors: TOTP secrets wrapped, recovery codes as keyed hashes. */
@Injectable()
export class SecondFactorSecrets {
  private readonly wrapKey: Buffer;
  private readonly hashKey: Buffer;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.wrapKey = purposeKey(config.kek, 'second-factor');
    this.hashKey = purposeKey(config.sessionKey, 'recovery-code');
  }

  /** Encrypt a secret by AES-256-GCM, bound to its user. */
  wrap(userId: string, secret: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.wrapKey, nonce).setAAD(useOf(userId));
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  /** Decrypt a secret. @throws Error when the row, the ciphertext or the key was changed. */
  unwrap(userId: string, wrapped: Buffer): Buffer {
    const nonce = wrapped.subarray(0, NONCE_LENGTH);
    const decipher = createDecipheriv('aes-256-gcm', this.wrapKey, nonce)
      .setAAD(useOf(userId)).setAuthTag(wrapped.subarray(-TAG_LENGTH));
    const body = wrapped.subarray(NONCE_LENGTH, -TAG_LENGTH);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  }

  /** Ten fresh recovery codes of 64 random bits, to be shown once. */
  newRecoveryCodes(): string[] {
    return Array.from({ length: RECOVERY_CODES }, () =>
      writeGroups(toQuintets(randomBytes(RECOVERY_BYTES))).join('-'));
  }

  /** The keyed hash of a recovery code as a person types it. */
  hashOf(userId: string, typed: string): Buffer {
    return mac(this.hashKey, userId, normaliseCode(typed));
  }
}

function useOf(userId: string): Uint8Array {
  return transcript('sotto/second-factor/v1', userId);
}
