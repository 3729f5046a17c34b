import { Inject, Injectable } from '@nestjs/common';
import { carried, type CarriedStatement } from '#contracts/carried-statement';
import type { WorkerConfig } from '#platform/settings/config';
import type { JsonValue } from '#pseudonym/canonical';
import { signStatement } from '#pseudonym/signed';
import { WORKER_CONFIG } from './tokens.ts';

/** Signs what the vault says to the world, by the key that is pinned in every client. */
@Injectable()
export class Signer {
  private readonly seed: Uint8Array;

  constructor(@Inject(WORKER_CONFIG) config: WorkerConfig) {
    this.seed = config.signingSeed;
  }

  /** Sign a value as canonical JSON, with its type under the signature. */
  async sign<Type extends string>(type: Type, value: JsonValue): Promise<CarriedStatement<Type>> {
    return carried(type, await signStatement(this.seed, type, value));
  }
}
