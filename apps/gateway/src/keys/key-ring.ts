import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import type { IssuerPrivateKey } from '#pseudonym/issuer';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { inspectSpki } from '#pseudonym/spki';
import { IssuerKeys } from './issuer-keys.ts';
import { KeysStore } from './keys.store.ts';

const MOST_PERIODS = 64;

/** A key that may sign: mirrored by the vault, its private half in memory. */
export interface ActiveKey extends IssuerPrivateKey {
  readonly description: IssuerPublicKey;
  /** The modulus, 256 bytes: what is to be signed is a number below it. */
  readonly modulus: Buffer;
}

/** The keys of one period that may sign. */
export interface PeriodKeys {
  readonly session: ActiveKey | undefined;
  readonly entryByBlock: ReadonlyMap<string, ActiveKey>;
}

/** Unwrapped issuer keys of the periods in use. A key never changes once it is mirrored. */
@Injectable()
export class KeyRing {
  private readonly periods = new Map<string, Promise<PeriodKeys>>();

  constructor(
    private readonly db: Database,
    private readonly store: KeysStore,
    private readonly keys: IssuerKeys,
  ) {}

  /** The keys of a period that may sign; what is still to be mirrored is looked for each time. */
  async of(programmeId: string, period: string): Promise<PeriodKeys> {
    const name = `${programmeId} ${period}`;
    const known = this.periods.get(name) ?? this.load(programmeId, period);
    this.periods.set(name, known);
    try {
      const keys = await known;
      if (!keys.session) this.periods.delete(name);
      return keys;
    } catch (error) {
      this.periods.delete(name);
      throw error;
    }
  }

  private async load(programmeId: string, period: string): Promise<PeriodKeys> {
    const [oldest] = this.periods.keys();
    if (this.periods.size >= MOST_PERIODS && oldest !== undefined) this.periods.delete(oldest);
    const { pending, wrapped } = await this.db.read('load-keys', async (tx) => ({
      pending: await this.store.countPending(tx, programmeId, period),
      wrapped: await this.store.wrapped(tx, programmeId, period),
    }));
    const active = pending > 0 ? [] : wrapped.map((row) => {
      const { key } = row;
      const verdict = inspectSpki(key.spki);
      if (verdict.kind === 'faulty') throw new Error(`issuer key is ${verdict.fault}`);
      return {
        keyId: key.keyId, pkcs8: this.keys.unwrap(row), description: key,
        modulus: Buffer.from(verdict.modulus),
      };
    });
    return {
      session: active.find(({ description }) => description.kind === 'session'),
      entryByBlock: new Map(active.flatMap((key) =>
        key.description.block === null ? [] : [[key.description.block, key] as const])),
    };
  }
}
