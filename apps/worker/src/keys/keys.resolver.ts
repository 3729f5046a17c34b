import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Database } from '#platform/database';
import type { JsonValue } from '#pseudonym/canonical';
import { Allow } from '../auth/allow.ts';
import { Signer, type CarriedStatement } from '../foundation/signer.ts';
import { period as periodForm, readInput, uuid } from '../graphql/input.ts';
import { SignedStatement } from '../graphql/terms.graphql.ts';
import { KeyMirrorStore } from './key-mirror.store.ts';

@Resolver()
export class KeysResolver {
  constructor(
    private readonly db: Database,
    private readonly mirror: KeyMirrorStore,
    private readonly signer: Signer,
  ) {}

  /** The vault's own copy, for comparing with what the gateway published. */
  @Query(() => SignedStatement, {
    description: 'Mirrored issuer keys: { programme, period, ended, keys }; ended: they pay no more.' })
  @Allow('public')
  async keyDirectory(
    @Args('programmeId', { type: () => ID }) programmeId: string, @Args('period') period: string,
  ): Promise<CarriedStatement> {
    const programme = readInput(uuid, programmeId);
    const label = readInput(periodForm, period);
    const body = await this.db.read('key-directory', async (tx) => ({
      programme, period: label, ended: await this.mirror.isEnded(tx, programme, label),
      keys: await this.mirror.of(tx, programme, label) as unknown as JsonValue,
    }));
    return this.signer.sign('keys', body);
  }
}
