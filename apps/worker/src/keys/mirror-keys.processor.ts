import { Inject, Injectable } from '@nestjs/common';
import { keysMirrored, keysRefused, keysRegistered } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import { put } from '#platform/queue/outbox';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { daysAfter } from '#calendar/days';
import { inspectSpki } from '#pseudonym/spki';
import { CLOCK, LOG } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';
import { ProgrammePeriodsStore } from '../programmes/programme-periods.store.ts';
import { KeyMirrorStore, type RefusalReason } from './key-mirror.store.ts';
import { MembersStatements } from './members-statements.ts';

type Registration = PayloadOf<typeof keysRegistered>;

/**
 * Mirrors issuer keys, so that clients can compare the gateway's directory with the vault's. Only
 * what confirmed terms give is mirrored: a key for each of their blocks and one for sessions, of
 * their days. A key is never replaced: another one for the same use is refused and alarmed, and
 * stays unsigned for; the gateway is told so, since HR would wait for it for ever.
 */
@Injectable()
@Handles(keysRegistered)
export class MirrorKeysProcessor implements JobProcessor<Registration> {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly mirror: KeyMirrorStore,
    private readonly periods: ProgrammePeriodsStore,
    private readonly statements: MembersStatements,
  ) {}

  /** Naturally repeatable: what is mirrored or refused already is told again. */
  async process({ programme, period, keys }: Registration): Promise<void> {
    const refused = await this.db.transaction('mirror-keys', async (tx) => {
      const keyIds: string[] = [];
      const reasons: RefusalReason[] = [];
      const allowed = await this.allowed(tx, programme, period);
      for (const key of keys) {
        const reason = await this.mirrorOne(tx, { ...key, programme, period }, allowed);
        if (reason) reasons.push(reason);
        else keyIds.push(key.keyId);
      }
      if (keyIds.length > 0) {
        // First, so that nobody is issued credits whose keys the published log does not hold.
        await this.statements.logIfComplete(tx, programme, period);
        await put(tx, { contract: keysMirrored, payload: { programme, period, keyIds } });
      }
      const [reason] = reasons;
      if (reason) await put(tx, { contract: keysRefused, payload: { programme, period, reason } });
      return reasons.length;
    });
    if (refused > 0) this.log.write('error', { event: 'issuer-keys-refused', count: refused });
  }

  /** What the terms of a period give; null while nobody has confirmed them. */
  private async allowed(tx: Tx, programme: string, period: string): Promise<Allowed | null> {
    const found = await this.periods.find(tx, programme, period);
    if (!found) return null;
    const blocks = await this.periods.blocks(tx, programme, period);
    return {
      notBefore: found.opens, notAfter: daysAfter(found.closes, -1),
      blocks: new Set(blocks.map(({ block }) => block)),
    };
  }

  private async mirrorOne(
    tx: Tx, key: IssuerPublicKey, allowed: Allowed | null,
  ): Promise<RefusalReason | null> {
    const day = today(this.clock);
    const fault = faultOf(key, allowed);
    if (!fault) await this.mirror.keep(tx, key, day);
    const kept = fault ? null : await this.mirror.byId(tx, key.keyId);
    const reason = fault ?? (kept && sameUse(kept, key) ? null : 'replaces');
    if (reason) await this.mirror.refuse(tx, key, reason, day);
    return reason;
  }
}

/** The keys that confirmed terms give: of these days, one for sessions and one for each block. */
interface Allowed {
  readonly notBefore: string;
  readonly notAfter: string;
  readonly blocks: ReadonlySet<string>;
}

function faultOf(key: IssuerPublicKey, allowed: Allowed | null): RefusalReason | null {
  if (!allowed) return 'not-confirmed';
  const spki = inspectSpki(key.spki);
  if (spki.kind === 'faulty' || spki.keyId !== key.keyId) return 'not-a-key';
  if ((key.kind === 'entry') !== (key.block !== null)) return 'not-a-key';
  if (key.block !== null && !allowed.blocks.has(key.block)) return 'not-in-terms';
  const isAligned = key.notBefore === allowed.notBefore && key.notAfter === allowed.notAfter;
  return isAligned ? null : 'odd-period';
}

function sameUse(a: IssuerPublicKey, b: IssuerPublicKey): boolean {
  return a.programme === b.programme && a.period === b.period && a.kind === b.kind
    && a.block === b.block;
}
