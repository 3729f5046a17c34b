import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { planBlocks, type Unit } from '#disclosure/planner';
import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { AuditStore } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { readHeadcounts, type RowFault } from './headcounts-csv.ts';
import type { HeadcountChange, HeadcountCheck } from './headcounts.graphql.ts';
import type { Programme } from './programmes.graphql.ts';
import { ProgrammesService, sitesOf } from './programmes.service.ts';
import { ProgrammesStore } from './programmes.store.ts';

/** Outcome of replacing headcounts. */
export type HeadcountsOutcome =
  | { readonly kind: 'replaced'; readonly programme: Programme }
  | {
    readonly kind: 'headcounts-refused'; readonly code: string; readonly message: string;
    readonly faults: readonly RowFault[];
  };

/** Headcounts by file: a dry run that cannot store, and the replacement of all at once. */
@Injectable()
export class HeadcountsService {
  constructor(
    private readonly db: Database,
    private readonly store: ProgrammesStore,
    private readonly programmes: ProgrammesService,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What a file would do; to a programme, or as a new one without `programmeId`. */
  async check(
    caller: HrCaller, file: Uint8Array, programmeId: string | null,
  ): Promise<HeadcountCheck> {
    const { units, faults } = readHeadcounts(file);
    const plan = planBlocks(units);
    const before = programmeId === null ? [] : await this.db.read('headcounts', async (tx) => {
      const programme = await this.store.find(tx, programmeId, caller.employerId);
      if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      return this.store.units(tx, programme.id);
    });
    return {
      people: units.reduce((sum, { headcount }) => sum + headcount, 0),
      departments: units.length, sites: sitesOf(units), minimum: SMALLEST_BLOCK,
      blocks: plan.kind === 'planned' ? plan.blocks.map(({ block, label, headcount }) =>
        ({ block, label, headcount })) : [],
      faults: [...faults], changes: changesBetween(before, units),
    };
  }

  /**
   * Replace the departments of a programme by a file's, all or nothing. Periods that are open keep
   * what was frozen: the next one goes by it.
   */
  replace(caller: HrCaller, file: Uint8Array, programmeId: string): Promise<HeadcountsOutcome> {
    const { units, faults } = readHeadcounts(file);
    if (faults.length > 0) {
      return refused('FAULTY_ROWS', 'Fix the lines that are named and send the file again.', faults);
    }
    if (planBlocks(units).kind === 'too-small') {
      return refused('TOO_SMALL', `A programme covers at least ${SMALLEST_BLOCK} people.`);
    }
    return this.db.transaction('replace-headcounts', async (tx) => {
      const programme = await this.store.find(tx, programmeId, caller.employerId);
      if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      await this.audit.add(tx, caller, 'HEADCOUNTS_REPLACED', programme.name, this.clock.now());
      await this.store.removeUnits(tx, programme.id);
      await this.store.addUnits(tx, programme.id, units, units.map(() => randomUUID()));
      return { kind: 'replaced', programme: await this.programmes.describe(tx, programme) };
    });
  }
}

function changesBetween(before: readonly Unit[], after: readonly Unit[]): HeadcountChange[] {
  const keyOf = ({ site, department }: Unit) => JSON.stringify([site, department]);
  const [old, fresh] = [before, after].map((units) =>
    new Map(units.map((unit) => [keyOf(unit), unit.headcount])));
  return [...new Map([...before, ...after].map((unit) => [keyOf(unit), unit]))]
    .map(([key, { site, department }]) => ({
      site, department, before: old?.get(key) ?? null, after: fresh?.get(key) ?? null,
    }))
    .filter((change) => change.before !== change.after);
}

function refused(
  code: string, message: string, faults: readonly RowFault[] = [],
): Promise<HeadcountsOutcome> {
  return Promise.resolve({ kind: 'headcounts-refused', code, message, faults });
}
