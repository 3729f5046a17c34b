import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { logPublished, termsLogged } from '#contracts/jobs';
import type { WorkerConfig } from '#platform/settings/config';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import { put } from '#platform/queue/outbox';
import { canonicalJson, type JsonValue } from '#pseudonym/canonical';
import {
  digestOf, leafOf, placeOf, type KeyUse, type LeafOpening, type MemberTerms, type TermsLeaf,
} from '#pseudonym/terms-leaf';
import { faultSince, LOG_TYPE, logOf, type TermsLog } from '#pseudonym/terms-log';
import { Signer } from '../foundation/signer.ts';
import { LOG, WORKER_CONFIG } from '../foundation/tokens.ts';
import { TermsLogStore, type Use } from './terms-log.store.ts';

const OTHER_LEAF = 'the log may have another leaf of these terms, by other keys';

/**
 * Keeps the log of confirmed terms and publishes it, whole and signed. A period has its leaf once
 * it is confirmed and all its keys are mirrored: from then on nothing of either can be changed.
 */
@Injectable()
export class TermsLogService implements OnApplicationBootstrap {
  /**
   * Salts follow from it, so that a vault which forgot a leaf by a restore makes the same leaf
   * again.
   */
  private readonly secret: Uint8Array;
  /** The log of this size, and what was said of it: whoever likes may ask. */
  private known: { readonly log: TermsLog; readonly openings: Map<string, LeafOpening> } =
    { log: logOf([]), openings: new Map() };

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    @Inject(LOG) private readonly said: Log,
    private readonly db: Database,
    private readonly signer: Signer,
    private readonly store: TermsLogStore,
  ) {
    this.secret = new Uint8Array(hkdfSync('sha256', config.kek, '', 'sotto/terms-salt/v1', 32));
  }

  /** At start the gateway is sent the log again, in case it never got it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.db.transaction('publish-log', (tx) => this.publish(tx));
  }

  /**
   * Give a period its leaf as soon as it has all that the leaf commits to; once. One whose terms
   * were confirmed before a restore may have had it: no other is added while there are leaves of
   * which nobody knows here whose they are.
   *
   * @param text all terms, canonical JSON.
   * @throws Error where it waits for that: what it follows from is not taken, and comes again.
   */
  async appendIfComplete(
    tx: Tx, { programme, period, terms, keys: mirrored }: Omit<TermsLeaf, 'whole'>,
    { text, isRecalled }: { readonly text: string; readonly isRecalled: boolean },
  ): Promise<void> {
    if (!isComplete(terms, mirrored)) return;
    await this.store.lock(tx);
    const use = { programme, period };
    if (await this.store.find(tx, use)) return;
    const salt = this.saltOf(use);
    const keys = mirrored.map(({ keyId, kind, block }) => ({ keyId, kind, block }));
    const stated: TermsLeaf = { ...use, terms, keys, whole: digestOf(salt, text) };
    const leaf = leafOf(stated, salt);
    const leaves = await this.store.leaves(tx);
    // One that was taken back from the gateway after a restore is there already.
    if (!leaves.includes(leaf)) {
      if (isRecalled && await this.store.hasForgotten(tx)) throw new Error(OTHER_LEAF);
      await this.store.add(tx, leaves.length, [leaf]);
    }
    await this.store.keep(
      tx, use, { leaf, salt, stated: canonicalJson(stated as unknown as JsonValue) });
    await this.publish(tx);
    await put(tx, { contract: termsLogged, payload: { ...use, leaf } });
  }

  /** What opens the leaf of a period, for its members; null before it has one. */
  async openingOf(tx: Tx, use: Use): Promise<LeafOpening | null> {
    const { log, openings } = await this.atPresent(tx);
    const name = `${use.programme} ${use.period}`;
    const before = openings.get(name);
    if (before) return before;
    const logged = await this.store.find(tx, use);
    if (!logged) return null;
    const { keys, whole } = JSON.parse(logged.stated) as TermsLeaf;
    const opening = { keys, whole, salt: logged.salt, ...placeOf(logged.leaf, log) };
    openings.set(name, opening);
    return opening;
  }

  /**
   * Take back from the gateway what this vault forgot of its own log by a restore.
   *
   * @param log as this vault signed it once.
   */
  async takeBack(tx: Tx, log: TermsLog): Promise<void> {
    await this.store.lock(tx);
    const leaves = await this.store.leaves(tx);
    const fault = faultSince(logOf(leaves).head, log);
    if (fault === null) return this.store.add(tx, leaves.length, log.leaves.slice(leaves.length));
    // Shorter is what the gateway has not heard of yet. Else this vault has signed two logs.
    if (fault !== 'log-shrunk') this.said.write('error', { event: 'terms-log-differs' });
  }

  /** The log only grows, so one of the same size is the same. */
  private async atPresent(tx: Tx): Promise<typeof this.known> {
    if (await this.store.size(tx) !== this.known.log.head.size) {
      this.known = { log: logOf(await this.store.leaves(tx)), openings: new Map() };
    }
    return this.known;
  }

  private async publish(tx: Tx): Promise<void> {
    const log = logOf(await this.store.leaves(tx)) as unknown as JsonValue;
    await put(tx, { contract: logPublished, payload: await this.signer.sign(LOG_TYPE, log) });
  }

  private saltOf({ programme, period }: Use): string {
    return createHmac('sha256', this.secret).update(`${programme} ${period}`).digest('hex');
  }
}

/** A key for the sessions, and one for each block. */
function isComplete({ blocks }: MemberTerms, keys: readonly KeyUse[]): boolean {
  const uses = new Set(keys.map(({ block }) => block));
  return uses.has(null) && blocks.every(({ block }) => uses.has(block));
}
