import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { daysAfter, overlap, readPeriod } from '#calendar/periods';
import { termsProposed } from '#contracts/jobs';
import type { Unit } from '#disclosure/planner';
import {
  dueBy, planTerms, termsText, type PlannedTerms, type Terms, type TermsFault,
} from '#disclosure/terms';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/outbox';
import { AuditStore } from '../audit/audit.store.ts';
import { CodesStore } from '../codes/codes.store.ts';
import { CodeBook } from '../codes/code-book.ts';
import type { HrCaller } from '../door/caller.ts';
import { IssuerKeys, type WrappedKey } from '../keys/issuer-keys.ts';
import { KeysStore } from '../keys/keys.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { ProgrammesStore, type ProgrammeRow } from '../programmes/programmes.store.ts';
import { PeriodsStore, type BlockRow, type PeriodRow } from '../programmes/periods.store.ts';
import { namedBlocks, namedLetters, termsOf } from './propose.ts';
import { ApiError } from '../door/api-error.ts';

/** Outcome of opening a period; opening it again says the same. */
export type PeriodOutcome =
  | {
    readonly kind: 'opened'; readonly period: string; readonly blocks: readonly BlockRow[];
    readonly keysPending: number;
  }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** What is written down when a period is proposed. */
interface Opening {
  readonly programme: ProgrammeRow;
  readonly terms: Terms;
  readonly units: readonly Unit[];
  readonly plan: PlannedTerms;
  readonly keys: readonly WrappedKey[];
}

/** A year may be opened while it runs, or so many days before it begins. */
const DAYS_AHEAD = 366;

/** Proposes benefit periods: freezes what counts, plans blocks, makes keys and letters. */
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

  /** Propose a period of one of the caller's programmes to the vault: its operator confirms it. */
  async open(caller: HrCaller, programmeId: string, label: string): Promise<PeriodOutcome> {
    if (!this.isTimely(label)) {
      return refused('WRONG_PERIOD', 'Open a year that runs, or begins within a year.');
    }
    const found = await this.db.read('open-period', async (tx) => {
      const programme = await this.programmes.find(tx, programmeId, caller.employerId);
      if (!programme) throw new ApiError('NOT_FOUND', 'You have no such programme.');
      const there = await this.store.find(tx, programmeId, label);
      if (there && !there.refused) return { kind: 'there' as const, outcome: await this.outcome(tx, there) };
      const beside = await this.beside(tx, programmeId, label);
      if (beside) return { kind: 'there' as const, outcome: beside };
      const units = await this.programmes.units(tx, programmeId);
      return { kind: 'new' as const, programme, numbered: termsOf(programme, label, units) };
    });
    if (found.kind === 'there') return found.outcome;
    const { programme, numbered: { terms, units } } = found;
    const plan = planTerms(terms);
    if (plan.kind === 'refused') return unplannable(plan.fault);
    if (programme.endsOn !== null && plan.opens > programme.endsOn) {
      return refused('CONTRACT_ENDS', `Your contract ends on ${programme.endsOn}, before it begins.`);
    }
    const blocks = plan.blocks.map(({ block }) => block);
    const fresh = await this.keys.generate({ programme: programmeId, period: label }, blocks);
    return this.db.transaction('open-period', (tx) =>
      this.record(tx, caller, { programme, terms, units, plan, keys: fresh }));
  }

  private async record(
    tx: Tx, caller: HrCaller, { programme, terms, units, plan, keys }: Opening,
  ): Promise<PeriodOutcome> {
    await this.expectSamePrice(tx, programme);
    const { opens, closes, releases } = plan;
    const period: PeriodRow = {
      programmeId: programme.id, label: terms.period, opens, closes, releases, k: terms.k,
      sessionsPerMember: terms.sessionsPerMember,
    };
    const proposal = randomUUID();
    const day = today(this.clock);
    const proposed = { proposal, terms: termsText(terms), confirmBy: dueBy(plan, day), day };
    // Somebody else may have opened it, or another one, while the keys were made: theirs stand.
    await this.store.lock(tx, programme.id);
    const beside = await this.beside(tx, programme.id, terms.period);
    if (beside) return beside;
    await this.store.forgetRefused(tx, programme.id, terms.period);
    if (!await this.store.add(tx, period, proposed)) return this.outcome(tx, period);
    const ranges = namedLetters(plan, units);
    await this.store.freeze(tx, period, namedBlocks(plan, units), ranges);
    for (const batch of this.codeBook.hashes(programme.id, period.label, ranges)) {
      await this.codes.add(tx, programme.id, period.label, batch);
    }
    await this.keysStore.add(tx, keys);
    await this.audit.add(tx, caller, 'PERIOD_OPENED', `${programme.name} ${period.label}`,
      this.clock.now());
    // Its keys are registered once the vault has confirmed the terms: before, it takes none.
    await put(tx, { contract: termsProposed, payload: {
      proposal, terms: { ...terms, departments: [...terms.departments] }, confirmation: null } });
    return this.outcome(tx, period);
  }

  /** Refused where another year of the programme has one of its days. */
  private async beside(
    tx: Tx, programmeId: string, label: string,
  ): Promise<PeriodOutcome | undefined> {
    const other = (await this.store.labels(tx, programmeId))
      .find((one) => one !== label && sharesDays(one, label));
    return other === undefined ? undefined
      : refused('WRONG_PERIOD', `It shares days with ${other}: the next year begins where it ends.`);
  }

  /** The contract that the terms were made from is held, and says the same still. */
  private async expectSamePrice(tx: Tx, programme: ProgrammeRow): Promise<void> {
    const held = await this.programmes.findHeld(tx, programme.id, programme.employerId);
    if (held?.sessionPriceMinor === programme.sessionPriceMinor) return;
    throw new ApiError('CONFLICT',
      'The price in your contract has just changed: look at it, and open the period again.');
  }

  private async outcome(tx: Tx, { programmeId, label }: PeriodRow): Promise<PeriodOutcome> {
    const blocks = await this.store.blocks(tx, programmeId, label);
    const keysPending = await this.keysStore.countPending(tx, programmeId, label);
    return { kind: 'opened', period: label, blocks, keysPending };
  }

  private isTimely(label: string): boolean {
    const year = readPeriod(label);
    const day = today(this.clock);
    return year !== null && day <= year.last && year.opens <= daysAfter(day, DAYS_AHEAD);
  }
}

function sharesDays(one: string, other: string): boolean {
  const [first, second] = [readPeriod(one), readPeriod(other)];
  return first !== null && second !== null && overlap(first, second);
}

function refused(code: string, message: string): PeriodOutcome {
  return { kind: 'refused', code, message };
}

/** Why no plan follows from what HR has entered. */
function unplannable(fault: TermsFault): PeriodOutcome {
  if (fault === 'too-many-blocks') {
    return refused('TOO_LARGE', 'Too many departments are reported on by themselves: join some.');
  }
  return refused('TOO_SMALL', 'Too few people to be reported on.');
}
