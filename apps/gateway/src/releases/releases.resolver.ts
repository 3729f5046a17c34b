import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { describeCell } from '#disclosure/cell-words';
import { Database, type Tx } from '#platform/database';
import { Allow } from '../door/allow.ts';
import { ApiError } from '../door/api-error.ts';
import { Hr, type HrCaller } from '../door/caller.ts';
import { id, readInput } from '../door/input.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import { usageBody } from './release-body.ts';
import { UsageRelease } from './releases.graphql.ts';
import { ReleasesStore, type ReleaseRow } from './releases.store.ts';

const asked = z.object({ programmeId: id });

@Resolver()
export class ReleasesResolver {
  constructor(
    private readonly db: Database,
    private readonly store: ReleasesStore,
    private readonly programmes: ProgrammesStore,
  ) {}

  @Query(() => [UsageRelease], { description: 'Releases of a programme, oldest first.' })
  @Allow('hr:viewer')
  usageReleases(
    @Hr() caller: HrCaller, @Args('programmeId', { type: () => ID }) programmeId: string,
  ): Promise<UsageRelease[]> {
    return this.ofOwn(caller, programmeId, async (tx, own) =>
      (await this.store.listUsage(tx, own)).map(describeRelease));
  }

  private ofOwn<T>(
    caller: HrCaller, programmeId: string, work: (tx: Tx, own: string) => Promise<T>,
  ): Promise<T> {
    const wanted = readInput(asked, { programmeId });
    return this.db.read('releases', async (tx) => {
      const programme = await this.programmes.find(tx, wanted.programmeId, caller.employerId);
      if (!programme) throw new ApiError('NOT_FOUND', 'You have no such programme.');
      return work(tx, programme.id);
    });
  }
}

function describeRelease({ body, signature, report, releasedOn }: ReleaseRow): UsageRelease {
  const { k, cells, medianWait = null } = usageBody.parse(
    JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  const described = cells.map((cell) => ({ ...cell, ...describeCell(cell, k) }));
  return { period: report, k, releasedOn, medianWait, body, signature, cells: described };
}
