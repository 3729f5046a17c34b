import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { saidIn } from '#contracts/carried-statement';
import { directoryPublished } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { canonicalJson, type JsonValue } from '#pseudonym/canonical';
import { CLOCK } from '../foundation/tokens.ts';
import type { CarriedStatement } from '#contracts/carried-statement';
import { Signer } from '../foundation/signer.ts';
import { DirectoryStore } from './directory.store.ts';
import { PracticesStore } from './practices.store.ts';

/**
 * Publishes the directory of therapists, whole and signed. Clients download all of it and filter
 * at home, so a search tells nobody anything. Availability is not in it: it would show bookings.
 */
@Injectable()
export class DirectoryService implements OnApplicationBootstrap {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly signer: Signer,
    private readonly practices: PracticesStore,
    private readonly store: DirectoryStore,
  ) {}

  /** At start the gateway is sent the newest directory again, in case it never got it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.db.transaction('publish-directory', (tx) => this.publish(tx));
  }

  /** Sign what the directory now says, as a new version when it changed, and send it. */
  async publish(tx: Tx): Promise<void> {
    await this.store.lock(tx);
    const providers = await this.practices.active(tx) as unknown as JsonValue;
    const newest = await this.store.newest(tx);
    if (newest && sameProviders(newest.body, providers)) {
      const payload = await signAgain(this.signer, newest.body);
      await put(tx, { contract: directoryPublished, payload });
      return;
    }
    const version = (newest?.version ?? 0) + 1;
    const signed = await this.signer.sign('directory',
      { version, signedOn: today(this.clock), providers });
    await this.store.keep(tx, { ...signed, version }, today(this.clock));
    await put(tx, { contract: directoryPublished, payload: signed });
  }
}

/** A version as it was, signed by the present key: the vault may have another one than then. */
export function signAgain(signer: Signer, body: string): Promise<CarriedStatement<'directory'>> {
  return signer.sign('directory',
    saidIn(body) as JsonValue);
}

function sameProviders(body: string, providers: JsonValue): boolean {
  const said = saidIn(body) as
    { providers: JsonValue };
  return canonicalJson(said.providers) === canonicalJson(providers);
}
