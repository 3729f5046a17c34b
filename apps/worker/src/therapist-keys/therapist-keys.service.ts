import { Inject, Injectable } from '@nestjs/common';
import { readVersion, readChain, type KeyVersion } from '#messages/keyring';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { DirectoryService } from '../directory/directory.service.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import type { ProviderKeys } from './therapist-keys.rows.ts';
import { TherapistKeysStore } from './therapist-keys.store.ts';

/** Verdict on keys that a therapist publishes. */
export type Publishing =
  | { readonly kind: 'keys-published'; readonly version: number }
  | Refusal<'keys-refused'>;

const REFUSED = refusal('keys-refused', 'These keys do not follow on those that you published '
  + 'before. Open the keys that you have with your twelve words, and go on from them.');

/** The keys to which clients seal what they write to a therapist. */
@Injectable()
export class TherapistKeysService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: TherapistKeysStore,
    private readonly directory: DirectoryService,
  ) {}

  /** All versions of a therapist's keys; none where she published none. */
  chain(providerId: string): Promise<ProviderKeys[]> {
    return this.db.read('therapist-keys', (tx) => this.store.ofProvider(tx, providerId));
  }

  /**
   * Publish a therapist's first keys, or the next ones, which the ones before have signed. The
   * directory names them at once. The same version again changes nothing.
   */
  publish(providerId: string, published: KeyVersion): Promise<Publishing> {
    return this.db.transaction('publish-keys', async (tx) => {
      await this.store.lock(tx, providerId);
      const chain = await this.store.ofProvider(tx, providerId);
      const known = chain.at(-1);
      if (known?.body === published.body) return { kind: 'keys-published', version: known.version };
      return this.add(tx, providerId, chain, published);
    });
  }

  private async add(
    tx: Tx, providerId: string, chain: readonly ProviderKeys[], published: KeyVersion,
  ): Promise<Publishing> {
    const before = (await readChain(providerId, chain))?.at(-1) ?? null;
    const next = await readVersion(providerId, published, before);
    // Who signed in is not who has the keys: without them nobody goes on from them.
    if (!next || next.isReset) return REFUSED;
    const { version, hash } = next;
    const { body, signature, vouch } = published;
    await this.store.add(tx, { providerId, version, body, signature, vouch, hash,
      publishedOn: today(this.clock) });
    await this.directory.publish(tx);
    return { kind: 'keys-published', version };
  }
}
