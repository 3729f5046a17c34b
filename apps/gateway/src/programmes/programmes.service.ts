import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { planBlocks, type Unit } from '#disclosure/planner';
import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { AuditStore } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { PeriodsStore } from './periods.store.ts';
import type { Programme, Site } from './programmes.graphql.ts';
import { tellEnds } from './tell-ends.ts';
import { ProgrammesStore, type ProgrammeRow } from './programmes.store.ts';

/** What HR states of a new programme. */
export interface NewProgramme {
  readonly name: string;
  readonly sessionsPerMember: number;
  readonly k: number;
  readonly units: readonly Unit[];
}

/** Outcome of creating a programme; the same request again has the same outcome. */
export type ProgrammeOutcome =
  | { readonly kind: 'created'; readonly programme: Programme }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** Outcome of correcting the sessions of each person. */
export type SessionsOutcome =
  | { readonly kind: 'sessions-changed'; readonly programme: Programme }
  | { readonly kind: 'sessions-not-changed'; readonly code: string; readonly message: string };

/** Benefit programmes and their departments. */
@Injectable()
export class ProgrammesService {
  constructor(
    private readonly db: Database,
    private readonly store: ProgrammesStore,
    private readonly periods: PeriodsStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Create a programme; refused when its people are too few to be reported on. */
  create(caller: HrCaller, asked: NewProgramme): Promise<ProgrammeOutcome> {
    const plan = planBlocks(asked.units);
    if (plan.kind === 'too-small') {
      return Promise.resolve({
        kind: 'refused', code: 'TOO_SMALL',
        message: `A programme covers at least ${SMALLEST_BLOCK} people. Add departments.`,
      });
    }
    return this.db.transaction('create-programme', async (tx) => {
      const wanted = { ...asked, id: randomUUID(), employerId: caller.employerId };
      const id = await this.store.add(tx, wanted, today(this.clock));
      if (id === wanted.id) {
        await this.store.addUnits(tx, id, asked.units, asked.units.map(() => randomUUID()));
        await this.audit.add(tx, caller, 'PROGRAMME_CREATED', asked.name, this.clock.now());
        await tellEnds(tx, { programmeId: id });
      }
      const row = await this.store.find(tx, id, caller.employerId);
      if (!row || !await this.isAsAsked(tx, row, asked)) {
        return {
          kind: 'refused', code: 'PROGRAMME_EXISTS',
          message: 'There is another programme of that name. Choose another name.',
        };
      }
      return { kind: 'created', programme: await this.describe(tx, row) };
    });
  }

  /**
   * Correct how many sessions each person gets, before a year is proposed with it.
   *
   * @throws CodedError NOT_FOUND
   */
  changeSessions(
    caller: HrCaller, programmeId: string, sessions: number,
  ): Promise<SessionsOutcome> {
    return this.db.transaction('change-sessions', async (tx): Promise<SessionsOutcome> => {
      // Who proposes a year meanwhile waits, or is waited for.
      await this.periods.lock(tx, programmeId);
      const row = await this.store.find(tx, programmeId, caller.employerId);
      if (!row) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      if (row.sessionsPerMember !== sessions) {
        if (await this.periods.hasTerms(tx, programmeId, today(this.clock))) {
          return { kind: 'sessions-not-changed', code: 'YEAR_STANDS',
            message: 'A year of it is proposed or confirmed: take back first what waits.' };
        }
        await this.store.setSessions(tx, programmeId, sessions);
        await this.audit.add(tx, caller, 'SESSIONS_CHANGED', `${row.name}: ${sessions}`,
          this.clock.now());
      }
      const programme = await this.describe(tx, { ...row, sessionsPerMember: sessions });
      return { kind: 'sessions-changed', programme };
    });
  }

  /** All programmes of the caller's employer. */
  list(caller: HrCaller): Promise<Programme[]> {
    return this.db.read('programmes', async (tx) => {
      const described: Programme[] = [];
      for (const row of await this.store.list(tx, caller.employerId)) {
        described.push(await this.describe(tx, row));
      }
      return described;
    });
  }

  private async isAsAsked(tx: Tx, row: ProgrammeRow, asked: NewProgramme): Promise<boolean> {
    const text = (units: readonly Unit[]) => JSON.stringify(
      units.map(({ site, department, headcount }) => [site, department, headcount])
        .map((unit) => JSON.stringify(unit)).sort());
    const there = await this.store.units(tx, row.id);
    return row.sessionsPerMember === asked.sessionsPerMember && row.k === asked.k
      && text(there) === text(asked.units);
  }

  /** A programme as the schema shows it. */
  async describe(tx: Tx, row: ProgrammeRow): Promise<Programme> {
    const { id, name, currency, sessionsPerMember, k, endsOn, seatPriceMinor } = row;
    const units = await this.store.units(tx, id);
    const periods = await this.periods.list(tx, id, today(this.clock));
    return {
      id, name, currency, sessionsPerMember, k, endsOn, periods,
      seatPrice: seatPriceMinor === null ? null : { minor: seatPriceMinor.toString(), currency },
      sites: sitesOf(units), blocks: periods.at(-1)?.blocks ?? [],
    };
  }
}

/** Departments by site. */
export function sitesOf(units: readonly Unit[]): Site[] {
  const sites = new Map<string, Site>();
  for (const { site, department, headcount } of units) {
    const known = sites.get(site) ?? { name: site, departments: [] };
    known.departments.push({ name: department, headcount });
    sites.set(site, known);
  }
  return [...sites.values()];
}
