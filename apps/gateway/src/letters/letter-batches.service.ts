import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { AuditStore, type ActionName } from '../audit/audit.store.ts';
import { CodeBook } from '../codes/code-book.ts';
import { CodesStore } from '../codes/codes.store.ts';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import type { LetterBatch } from './letter-batches.graphql.ts';
import { LetterBatchesStore, type BatchPlace, type BatchRow } from './letter-batches.store.ts';
import { PrintFilesStore } from './print-files.store.ts';
import { madeOf } from './print-plan.ts';

/** Outcome of marking or ordering letters. */
export type LettersOutcome =
  | { readonly kind: 'changed'; readonly batches: readonly LetterBatch[] }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** Spare letters that HR asks for. */
interface SpareOrder {
  readonly batchId: string;
  readonly letters: number;
  readonly reason: 'LOST' | 'JOINED';
  readonly spareSeen: number;
}

/** What HR knows of letters: how many go where, and what became of each pile. Never a code. */
@Injectable()
export class LetterBatches {
  constructor(
    private readonly db: Database,
    private readonly store: LetterBatchesStore,
    private readonly files: PrintFilesStore,
    private readonly programmes: ProgrammesStore,
    private readonly book: CodeBook,
    private readonly codes: CodesStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Letters of a period of the caller's programme. @throws CodedError NOT_FOUND for another's. */
  list(caller: HrCaller, programmeId: string, period: string): Promise<LetterBatch[]> {
    return this.db.read('letter-batches', async (tx) => {
      const programme = await this.programmes.find(tx, programmeId, caller.employerId);
      if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      return this.describe(tx, programmeId, period);
    });
  }

  /** Mark a batch of the caller's as handed out, or take the mark away. */
  mark(caller: HrCaller, batchId: string, handedOut: boolean): Promise<LettersOutcome> {
    return this.db.transaction('mark-letters', async (tx): Promise<LettersOutcome> => {
      const { place, batch } = await this.find(tx, caller, batchId);
      const files = await this.files.list(tx, place.programmeId, place.period);
      if (handedOut && !madeOf(batch, files)) {
        return refused('NOT_MADE', 'These letters are not made yet: whoever runs the service does that.');
      }
      if (handedOut !== (batch.handedOutOn !== null)) {
        await this.store.mark(tx, batchId, handedOut ? today(this.clock) : null);
        await this.note(tx, caller, handedOut ? 'LETTERS_HANDED_OUT' : 'LETTERS_NOT_HANDED_OUT',
          place, batch);
      }
      return this.changed(tx, place);
    });
  }

  /**
   * Order spare letters for a department. They are for nobody by name; no lost letter is named:
   * nobody knows which it was. A group has as many as the terms have spare seats for it, so that
   * all of its letters together are never more than the vault has confirmed.
   */
  order(
    caller: HrCaller, { batchId, letters, reason, spareSeen }: SpareOrder,
  ): Promise<LettersOutcome> {
    return this.db.transaction('order-letters', async (tx): Promise<LettersOutcome> => {
      const { place } = await this.find(tx, caller, batchId);
      const { programmeId, period } = place;
      await this.files.lock(tx, programmeId, period);
      const found = await this.files.period(tx, programmeId, period, today(this.clock));
      if (found?.status !== 'PLANNED' && found?.status !== 'OPEN') {
        return refused('NOT_NOW', 'This year is over, or waits to be confirmed.');
      }
      const all = await this.store.list(tx, programmeId, period);
      const batch = all.find(({ id }) => id === batchId);
      if (!batch || spareLeft(batch, all) !== spareSeen) {
        return refused('ORDERED_MEANWHILE', 'Spare letters were ordered meanwhile: see what there is.');
      }
      if (letters > spareSeen) {
        return refused('NO_SPARE_LEFT', 'Its group has fewer spare letters left than that.');
      }
      const range = {
        ...batch, headcount: letters, order: randomUUID(),
        firstNumber: Math.max(...all.map((one) => one.firstNumber + one.headcount)),
      };
      await this.store.add(tx, place, range, reason, today(this.clock));
      for (const hashes of this.book.hashes(programmeId, period, [range])) {
        await this.codes.add(tx, programmeId, period, hashes);
      }
      await this.note(tx, caller, 'LETTERS_ORDERED', place, range);
      return this.changed(tx, place);
    });
  }

  private async find(
    tx: Tx, { employerId }: HrCaller, batchId: string,
  ): Promise<{ place: BatchPlace; batch: BatchRow }> {
    const place = await this.store.placeOf(tx, batchId, employerId);
    const rows = place ? await this.store.list(tx, place.programmeId, place.period) : [];
    const batch = rows.find(({ id }) => id === batchId);
    if (!place || !batch) throw new CodedError('NOT_FOUND', 'You have no such letters.');
    return { place, batch };
  }

  private async changed(tx: Tx, { programmeId, period }: BatchPlace): Promise<LettersOutcome> {
    return { kind: 'changed', batches: await this.describe(tx, programmeId, period) };
  }

  private async describe(tx: Tx, programmeId: string, period: string): Promise<LetterBatch[]> {
    const files = await this.files.list(tx, programmeId, period);
    const all = await this.store.list(tx, programmeId, period);
    return all.map((batch) => {
      const made = madeOf(batch, files);
      const { id, site, department, headcount: letters, reason, orderedOn, handedOutOn } = batch;
      return {
        id, site, department, letters, reason, orderedOn, handedOutOn,
        madeOn: made?.madeOn ?? null, keyFingerprint: made?.keyFingerprint ?? null,
        isFolded: made?.kind === 'FOLDED', spare: spareLeft(batch, all),
      };
    });
  }

  private note(
    tx: Tx, caller: HrCaller, action: ActionName, { programme, period }: BatchPlace,
    { site, department, headcount }: Pick<BatchRow, 'site' | 'department' | 'headcount'>,
  ): Promise<void> {
    const subject = `${programme} ${period}, ${site}: ${department}, ${headcount}`;
    return this.audit.add(tx, caller, action, subject, this.clock.now());
  }
}

/** Spare letters that a batch's group has left. */
function spareLeft(batch: BatchRow, all: readonly BatchRow[]): number {
  const taken = all.filter(({ block, reason }) => block === batch.block && reason !== 'EVERYBODY')
    .reduce((sum, { headcount }) => sum + headcount, 0);
  return Math.max(0, batch.groupSpare - taken);
}

function refused(code: string, message: string): LettersOutcome {
  return { kind: 'refused', code, message };
}
