import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { relayKeyPublished } from '#contracts/jobs';
import type { WorkerConfig } from '#platform/config';
import { Database } from '#platform/database';
import { put } from '#platform/outbox';
import { toBase64Url } from '#pseudonym/bytes';
import { encodeKeyConfig } from '#pseudonym/ohttp';
import { deriveRelayKey, type RelayKey } from '#pseudonym/sealed';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { Signer } from '../foundation/signer.ts';

/** The key that requests are sealed for, and its publication, signed. */
@Injectable()
export class RelayKeys implements OnApplicationBootstrap {
  private readonly key: Promise<RelayKey>;

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    private readonly db: Database,
    private readonly signer: Signer,
  ) {
    this.key = deriveRelayKey(config.relaySeed);
  }

  /** The key in service. */
  current(): Promise<RelayKey> {
    return this.key;
  }

  /** At start the gateway is sent the key configuration (RFC 9458, section 3), signed. */
  async onApplicationBootstrap(): Promise<void> {
    const { config } = await this.key;
    const signed = await this.signer.sign('relay-key', {
      keyId: config.keyId,
      config: toBase64Url(encodeKeyConfig(config)),
    });
    await this.db.transaction('publish-relay-key', (tx) =>
      put(tx, { contract: relayKeyPublished, payload: signed }));
  }
}
