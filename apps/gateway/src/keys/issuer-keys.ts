import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { GatewayConfig } from '#platform/settings/config';
import { transcript } from '#pseudonym/bytes';
import { generateIssuerKey } from '#pseudonym/issuer';
import { describeKey, type IssuerPublicKey } from '#pseudonym/keys';
import { CONFIG } from '../foundation/tokens.ts';

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** A key as it is stored: its public description, and its private half wrapped. */
export interface WrappedKey {
  readonly key: IssuerPublicKey;
  readonly wrapped: Buffer;
}

/** Makes issuer keys, and wraps their private halves by AES-256-GCM (NIST SP 800-38D). */
@Injectable()
export class IssuerKeys {
  private readonly kek: Uint8Array;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.kek = config.kek;
  }

  /** One session key and one entry key for each block, generated off the event loop. */
  async generate(
    use: Pick<IssuerPublicKey, 'programme' | 'period'>, blocks: readonly string[],
  ): Promise<WrappedKey[]> {
    return Promise.all([null, ...blocks].map(async (block) => {
      const kind = block === null ? 'session' as const : 'entry' as const;
      const { spki, pkcs8 } = await generateIssuerKey();
      const key = describeKey(spki, { ...use, kind, block });
      return { key, wrapped: this.wrap(key, pkcs8) };
    }));
  }

  /** Encrypt a private key (PKCS #8); the ciphertext is bound to what the key is for. */
  wrap(key: IssuerPublicKey, pkcs8: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.kek, nonce).setAAD(useOf(key));
    return Buffer.concat([nonce, cipher.update(pkcs8), cipher.final(), cipher.getAuthTag()]);
  }

  /** Decrypt a private key. @throws Error when the row, the ciphertext or the key was changed. */
  unwrap({ key, wrapped }: WrappedKey): Uint8Array {
    const nonce = wrapped.subarray(0, NONCE_LENGTH);
    const decipher = createDecipheriv('aes-256-gcm', this.kek, nonce)
      .setAAD(useOf(key)).setAuthTag(wrapped.subarray(-TAG_LENGTH));
    const body = wrapped.subarray(NONCE_LENGTH, -TAG_LENGTH);
    return Uint8Array.from(Buffer.concat([decipher.update(body), decipher.final()]));
  }
}

function useOf(key: IssuerPublicKey): Uint8Array {
  const { keyId, programme, period, kind, block, spki, notBefore, notAfter } = key;
  return transcript(
    'sotto/issuer-key/v1', keyId, programme, period, kind, block ?? '', spki, notBefore, notAfter,
  );
}
