import { Inject, Injectable } from '@nestjs/common';
import * as jobs from '#contracts/jobs';
import { nextPeriod, periodFrom, periodOf } from '#disclosure/calendar';
import { planBlocks, type Block } from '#disclosure/planner';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/outbox';
import { AuditStore } from '../audit/audit.store.ts';
import { CodesStore } from '../codes/codes.store.ts';
import { CodeBook } from '../codes/code-book.ts';
import type { HrCaller } from '../door/caller.ts';
import { IssuerKeys, type WrappedKey } from '../keys/issuer-keys.ts';
import { KeysStore } from '../keys/keys.store.ts';
import { CLOCK } from '../parts.ts';
import { ProgrammesStore, type ProgrammeRow } from '../programmes/programmes.store.ts';
import { PeriodsStore, type BlockRow, type PeriodRow, type SeatRange } from './periods.store.ts';
import { ApiError } from '../door/api-error.ts';

/** Outcome of opening a period; opening it again says the same. */
export type PeriodOutcome =
  | {
    readonly kind: 'opened'; readonly period: string; readonly blocks: readonly BlockRow[];
    readonly keysPending: number;
  }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** A period may be opened this many quarters ahead. */
const QUARTERS_AHEAD = 2;

/** Opens benefit periods: freezes what counts, plans blocks, makes keys and letters. */
@Injectable()
export class PeriodsService {
  constructor(
    private readonly db: Database,
    private readonly store: PeriodsStore,
    private readonly programmes: ProgrammesStore,
    private readonly keys: IssuerKeys,
    private readonly keysStore: KeysStore,
    private readonly codes: CodesStore,
    private readonly codeBook: CodeBook,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Open a period of one of the caller's programmes. */
  async open(caller: HrCaller, programmeId: string, label: string): Promise<PeriodOutcome> {
    if (!this.isTimely(label)) return refused('WRONG_PERIOD', 'Open this quarter or the next two.');
    const found = await this.db.read('open-period', async (tx) => {
      const programme = await this.programmes.find(tx, programmeId, caller.employerId);
      if (!programme) throw new ApiError('NOT_FOUND', 'You have no such programme.');
      const there = await this.store.find(tx, programmeId, label);
      if (there) return { kind: 'there' as const, outcome: await this.outcome(tx, there) };
      return { kind: 'new' as const, programme, units: await this.programmes.units(tx, programmeId) };
    });
    if (found.kind === 'there') return found.outcome;
    const plan = planBlocks(found.units);
    if (plan.kind === 'too-small') return refused('TOO_SMALL', 'Too few people to be reported on.');
    const blocks = plan.blocks.map(({ block }) => block);
    const fresh = await this.keys.generate({ programme: programmeId, period: label }, blocks);
    return this.db.transaction('open-period', (tx) =>
      this.record(tx, caller, found.programme, label, plan.blocks, fresh));
  }

  private async record(
    tx: Tx, caller: HrCaller, programme: ProgrammeRow, label: string, blocks: readonly Block[],
    keys: readonly WrappedKey[],
  ): Promise<PeriodOutcome> {
    const { start, releaseDay } = periodFrom(label);
    const period: PeriodRow = {
      programmeId: programme.id, label, opens: start, closes: nextPeriod(label).start,
      releases: releaseDay, k: programme.k, sessionsPerMember: programme.sessionsPerMember,
    };
    // Somebody else may have opened it while the keys were made: then theirs stand.
    if (!await this.store.add(tx, period, today(this.clock))) return this.outcome(tx, period);
    const ranges = seatRanges(blocks);
    await this.store.freeze(tx, period, blocks, ranges);
    for (const batch of this.codeBook.hashes(programme.id, label, ranges)) {
      await this.codes.add(tx, programme.id, label, batch);
    }
    await this.keysStore.add(tx, keys);
    await this.audit.add(tx, caller, 'PERIOD_OPENED', `${programme.name} ${label}`,
      this.clock.now());
    await this.announce(tx, programme, period, blocks, keys);
    return this.outcome(tx, period);
  }

  /** Tell the vault: first the period, then the keys that belong to it. */
  private async announce(
    tx: Tx, programme: ProgrammeRow, period: PeriodRow, blocks: readonly Block[],
    keys: readonly WrappedKey[],
  ): Promise<void> {
    const { label, opens, closes, releases, k, sessionsPerMember } = period;
    await put(tx, {
      contract: jobs.periodOpened,
      payload: {
        programme: programme.id, period: label, opens, closes, releases, k, sessionsPerMember,
        currency: programme.currency,
        sessionPriceMinor: programme.sessionPriceMinor.toString(),
        blocks: numberSites(blocks),
      },
    });
    await put(tx, {
      contract: jobs.keysRegistered,
      payload: {
        programme: programme.id, period: label,
        keys: keys.map(({ key: { keyId, kind, block, spki, notBefore, notAfter } }) =>
          ({ keyId, kind, block, spki, notBefore, notAfter })),
      },
    });
  }

  private async outcome(tx: Tx, { programmeId, label }: PeriodRow): Promise<PeriodOutcome> {
    const blocks = await this.store.blocks(tx, programmeId, label);
    const keysPending = await this.keysStore.countPending(tx, programmeId, label);
    return { kind: 'opened', period: label, blocks, keysPending };
  }

  private isTimely(label: string): boolean {
    let timely = periodOf(today(this.clock)).label;
    for (let ahead = 0; ahead <= QUARTERS_AHEAD; ahead += 1) {
      if (timely === label) return true;
      timely = nextPeriod(timely).label;
    }
    return false;
  }
}

/** Blocks as the vault is told of them: a number for each site, and no name. */
function numberSites(
  blocks: readonly Block[],
): { block: string; headcount: number; site: number | null }[] {
  const sites = [...new Set(blocks.flatMap(({ site }) => (site === null ? [] : [site])))];
  return blocks.map(({ block, headcount, site }) =>
    ({ block, headcount, site: site === null ? null : sites.indexOf(site) + 1 }));
}

/** Letters are numbered by block, site and department. */
function seatRanges(blocks: readonly Block[]): SeatRange[] {
  let firstNumber = 1;
  return blocks.flatMap(({ block, units }) => units.map(({ site, department, headcount }) => {
    const range = { firstNumber, headcount, site, department, block };
    firstNumber += headcount;
    return range;
  }));
}

function refused(code: string, message: string): PeriodOutcome {
  return { kind: 'refused', code, message };
}
