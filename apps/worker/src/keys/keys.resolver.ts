import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Database } from '#platform/database';
import type { JsonValue } from '#pseudonym/canonical';
import { Allow } from '../auth/allow.ts';
import { Signer, type CarriedStatement } from '../foundation/signer.ts';
import { period as periodForm, readInput, uuid } from '../graphql/input.ts';
import { SignedStatement } from '../graphql/terms.graphql.ts';
import { TermsLogService } from '../log/terms-log.service.ts';
import { KeyMirrorStore } from './key-mirror.store.ts';

@Resolver()
export class KeysResolver {
  constructor(
    private readonly db: Database,
    private readonly mirror: KeyMirrorStore,
    private readonly signer: Signer,
    private readonly log: TermsLogService,
  ) {}

  /** The vault's own copy, for comparing with what the gateway published and the log holds. */
  @Query(() => SignedStatement, {
    description: 'Mirrored issuer keys: { programme, period, ended, keys, terms, log }; ended: they '
      + 'pay no more; terms and their place in the log, null before they have one.' })
  @Allow('public')
  async keyDirectory(
    @Args('programmeId', { type: () => ID }) programmeId: string, @Args('period') period: string,
  ): Promise<CarriedStatement> {
    const programme = readInput(uuid, programmeId);
    const label = readInput(periodForm, period);
    const body = await this.db.read('key-directory', async (tx) => ({
      programme, period: label, ended: await this.mirror.isEnded(tx, programme, label),
      keys: await this.mirror.of(tx, programme, label) as unknown as JsonValue,
      ...await this.log.statedOf(tx, { programme, period: label }) as unknown as
        { readonly [name: string]: JsonValue },
    }));
    return this.signer.sign('keys', body);
  }
}
