import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { signedText, type CarriedStatement } from '#contracts/carried-statement';
import { MalformedJob } from '#contracts/contract';
import type { GatewayConfig } from '#platform/settings/config';
import { verifyStatement, type StatementReading } from '#pseudonym/signed';
import { CONFIG } from '../foundation/tokens.ts';

/** Checks what the vault says against its pinned key. */
@Injectable()
export class VaultVerifier {
  private readonly publicKey: Uint8Array;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.publicKey = Uint8Array.from(Buffer.from(config.vaultSigningPublicKey, 'hex'));
  }

  /** Whether the vault signed it by its present key. */
  async isOurs(statement: CarriedStatement): Promise<boolean> {
    return (await this.open(statement)).kind === 'valid';
  }

  /**
   * The body of a statement that the vault signed.
   *
   * @throws MalformedJob, which is never retried, for another's signature or another shape.
   */
  async read<T>(statement: CarriedStatement, shape: z.ZodType<T>): Promise<T> {
    const { type } = statement;
    const reading = await this.open(statement);
    if (reading.kind === 'invalid') throw new MalformedJob(type, 'not signed by the pinned key');
    const parsed = shape.safeParse(reading.body);
    if (parsed.success) return parsed.data;
    throw new MalformedJob(type, `at "${parsed.error.issues[0]?.path.join('.') ?? ''}"`);
  }

  private open({ type, signature, ...carried }: CarriedStatement): Promise<StatementReading> {
    const body = signedText(carried.body);
    return verifyStatement(this.publicKey, type, { type, body, signature });
  }
}
