import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { relayKeyPublished } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/config';
import { Database } from '#platform/database';
import { put } from '#platform/outbox';
import { toBase64Url } from '#pseudonym/bytes';
import { encodeKeyConfig } from '#pseudonym/ohttp';
import { deriveRelayKey, type RelayKey } from '#pseudonym/sealed';
import { CLOCK, WORKER_CONFIG } from '../foundation/tokens.ts';
import { Signer } from '../foundation/signer.ts';

/** How long a statement of the key is good, in days: a worker may be away for some of them. */
const GOOD_DAYS = 14;
const DAY_MS = 86_400_000;

/** The key that requests are sealed for, and its publication, signed. */
@Injectable()
export class RelayKeys implements OnApplicationBootstrap {
  private readonly key: Promise<RelayKey>;
  private publishedOn = '';

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    @Inject(CLOCK) private readonly clock: Clock,
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
  onApplicationBootstrap(): Promise<void> {
    return this.publish();
  }

  /** Send the gateway a new statement, once a day: the one before it expires. */
  async publish(): Promise<void> {
    const day = today(this.clock);
    if (this.publishedOn === day) return;
    this.publishedOn = day;
    try {
      await this.state(new Date(Date.parse(day) + GOOD_DAYS * DAY_MS).toISOString().slice(0, 10));
    } catch (error) {
      this.publishedOn = '';
      throw error;
    }
  }

  private async state(notAfter: string): Promise<void> {
    const { config } = await this.key;
    const signed = await this.signer.sign('relay-key', {
      keyId: config.keyId,
      config: toBase64Url(encodeKeyConfig(config)),
      notAfter,
    });
    await this.db.transaction('publish-relay-key', (tx) =>
      put(tx, { contract: relayKeyPublished, payload: signed }));
  }
}
