import { Inject, Injectable } from '@nestjs/common';
import type { WorkerConfig } from '#platform/settings/config';
import type { JsonValue } from '#pseudonym/canonical';
import { signStatement } from '#pseudonym/signed';
import { WORKER_CONFIG } from './tokens.ts';

/** A signed statement as treaty and schema carry it: `body` is base64url of what is signed. */
export interface CarriedStatement<Type extends string = string> {
  readonly type: Type;
  readonly body: string;
  readonly signature: string;
}

/** Signs what the vault says to the world, by the key that is pinned in every client. */
@Injectable()
export class Signer {
  private readonly seed: Uint8Array;

  constructor(@Inject(WORKER_CONFIG) config: WorkerConfig) {
    this.seed = config.signingSeed;
  }

  /** Sign a value as canonical JSON, with its type under the signature. */
  async sign<Type extends string>(type: Type, value: JsonValue): Promise<CarriedStatement<Type>> {
    const { body, signature } = await signStatement(this.seed, type, value);
    return { type, body: Buffer.from(body, 'utf8').toString('base64url'), signature };
  }
}
