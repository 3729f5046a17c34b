import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { termsProposed } from '#contracts/jobs';
import { dueBy, termsText } from '#disclosure/terms';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { AuditStore } from '../audit/audit.store.ts';
import { CodesStore } from '../codes/codes.store.ts';
import { CodeBook } from '../codes/code-book.ts';
import type { HrCaller } from '../http/caller.ts';
import { IssuerKeys, type WrappedKey } from '../keys/issuer-keys.ts';
import { KeysStore } from '../keys/keys.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { ProgrammesStore, type ProgrammeRow } from '../programmes/programmes.store.ts';
import { PeriodsStore, type BlockRow, type PeriodRow } from '../programmes/periods.store.ts';
import { YearRefusal } from './periods.graphql.ts';
import { namedBlocks, namedLetters } from './propose.ts';
import { previewOf, type PreviewOutcome } from './year-preview.ts';
import { YearPlans, type YearPlan, type YearRefused } from './year-plans.ts';
import { CodedError } from '#server/coded-error';

/** Outcome of opening a period; opening it again says the same. */
export type PeriodOutcome =
  | {
    readonly kind: 'opened'; readonly period: string; readonly blocks: readonly BlockRow[];
    readonly keysPending: number;
  }
  | YearRefused;

/** What is written down when a period is proposed. */
interface Opening extends YearPlan {
  readonly keys: readonly WrappedKey[];
}

/** Proposes benefit periods: freezes what counts, plans blocks, makes keys and letters. */
@Injectable()
export class PeriodsService {
  constructor(
    private readonly db: Database,
    private readonly store: PeriodsStore,
    private readonly plans: YearPlans,
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
    const found = await this.db.read('open-period', async (tx) => {
      const planned = await this.plans.plan(tx, caller, programmeId, label);
      return planned.kind === 'there' ? this.outcome(tx, planned.period) : planned;
    });
    if (found.kind !== 'planned') return found;
    const blocks = found.plan.blocks.map(({ block }) => block);
    const keys = await this.keys.generate({ programme: programmeId, period: label }, blocks);
    return this.db.transaction('open-period', (tx) => this.record(tx, caller, { ...found, keys }));
  }

  /** What opening a year would propose, by what HR has entered so far; nothing is proposed. */
  preview(caller: HrCaller, programmeId: string, label: string): Promise<PreviewOutcome> {
    return this.db.read('preview-year', async (tx) => {
      const planned = await this.plans.plan(tx, caller, programmeId, label);
      if (planned.kind === 'planned') return previewOf(planned, today(this.clock));
      return planned.kind === 'refused' ? planned : {
        kind: 'refused', code: YearRefusal.OPENED,
        message: 'This year is opened: its terms are frozen.' };
    });
  }

  private async record(
    tx: Tx, caller: HrCaller, { programme, terms, units, plan, keys }: Opening,
  ): Promise<PeriodOutcome> {
    const { opens, closes, releases } = plan;
    const period: PeriodRow = {
      programmeId: programme.id, label: terms.period, opens, closes, releases, k: terms.k,
      sessionsPerMember: terms.sessionsPerMember, seatPriceMinor: terms.seatPriceMinor ?? null,
    };
    const proposal = randomUUID();
    const day = today(this.clock);
    const proposed = { proposal, terms: termsText(terms), confirmBy: dueBy(plan, day), day };
    // Somebody else may have opened it, or another one, while the keys were made: theirs stand.
    await this.store.lock(tx, programme.id);
    await this.expectSame(tx, programme);
    const beside = await this.plans.beside(tx, programme.id, terms.period);
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

  /** What the terms were made from is held, and says the same: contract and programme. */
  private async expectSame(tx: Tx, programme: ProgrammeRow): Promise<void> {
    const held = await this.programmes.findHeld(tx, programme.id, programme.employerId);
    if (held?.sessionPriceMinor === programme.sessionPriceMinor
      && held.seatPriceMinor === programme.seatPriceMinor
      && held.sessionsPerMember === programme.sessionsPerMember) return;
    throw new CodedError('CONFLICT', 'The price in your contract, or what your programme gives, has just '
      + 'changed: look at it, and open the period again.');
  }

  private async outcome(tx: Tx, { programmeId, label }: PeriodRow): Promise<PeriodOutcome> {
    const blocks = await this.store.blocks(tx, programmeId, label);
    const keysPending = await this.keysStore.countPending(tx, programmeId, label);
    return { kind: 'opened', period: label, blocks, keysPending };
  }
}
