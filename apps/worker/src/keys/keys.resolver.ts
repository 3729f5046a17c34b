import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Database } from '#platform/database';
import { Allow } from '../access/allow.ts';
import type { CarriedStatement } from '#contracts/carried-statement';
import { Signer } from '../foundation/signer.ts';
import { period as periodForm, readInput, uuid } from '../graphql/input.ts';
import { SignedStatement } from '../graphql/terms.graphql.ts';
import { MembersStatements } from './members-statements.ts';

@Resolver()
export class KeysResolver {
  constructor(
    private readonly db: Database,
    private readonly statements: MembersStatements,
    private readonly signer: Signer,
  ) {}

  /** The vault's own copy, for comparing with what the gateway published and the log holds. */
  @Query(() => SignedStatement, {
    description: 'Mirrored issuer keys and the confirmed terms that give them: { programme, period, '
      + 'ended, terms, keys, log }; ended: they pay no more; log: what opens their leaf, null before.' })
  @Allow('public')
  async keyDirectory(
    @Args('programmeId', { type: () => ID }) programmeId: string, @Args('period') period: string,
  ): Promise<CarriedStatement> {
    const programme = readInput(uuid, programmeId);
    const label = readInput(periodForm, period);
    const body = await this.db.read('key-directory', (tx) =>
      this.statements.of(tx, programme, label));
    return this.signer.sign('keys', body);
  }
}
