import { randomInt, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { fingerprint } from '#pseudonym/fingerprint';
import { today, type Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import { Database, type Tx } from '#platform/database';
import { AuditStore } from '../audit/audit.store.ts';
import { CodeBook } from '../codes/code-book.ts';
import { CodedError } from '#server/coded-error';
import type { OperatorCaller } from '../http/caller.ts';
import { CLOCK, CONFIG } from '../foundation/tokens.ts';
import { PeriodsStore, type BlockRow, type SeatRange } from '../programmes/periods.store.ts';
import type { LettersWaiting, PrintFile } from './print-files.graphql.ts';
import { PrintFilesStore, type PrintedPeriod, type PrintFileRow } from './print-files.store.ts';
import { foldedPdf, letterPdf, type Letter, type LetterTerms } from './letter-pdf.ts';
import type { LetterLanguage } from './letter-words.ts';
import { piecesOf, planPrint, type PrintPlan } from './print-plan.ts';
import { keyFingerprint, sealForPrinter } from './printer-key.ts';

/** Letters to be made. */
export interface PrintOrder {
  readonly programmeId: string;
  readonly period: string;
  readonly language: LetterLanguage;
  readonly again: number | undefined;
}

/** Outcome of making a file of letters. */
export type PrintOutcome =
  | {
    readonly kind: 'printed'; readonly file: string; readonly made: PrintFile;
    readonly left: number;
  }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

type Refused = Extract<PrintOutcome, { kind: 'refused' }>;

/** All that a file is made of. */
interface Sheaf {
  readonly kind: 'sheaf';
  readonly plan: Extract<PrintPlan, { kind: 'print' }>;
  readonly period: PrintedPeriod;
  readonly letters: readonly Letter[];
  readonly terms: LetterTerms;
}

/** Makes files of letters. Codes are worked out for a file and leave with it, kept nowhere. */
@Injectable()
export class PrintFiles {
  constructor(
    private readonly db: Database,
    private readonly store: PrintFilesStore,
    private readonly periods: PeriodsStore,
    private readonly codes: CodeBook,
    private readonly audit: AuditStore,
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Make the next file of a period for a printer: only her key opens what leaves the process. */
  async forPrinter(
    operator: OperatorCaller, order: PrintOrder, recipient: string,
  ): Promise<PrintOutcome> {
    const sheaf = await this.gather(order);
    if (sheaf.kind === 'refused') return sheaf;
    const file = await sealForPrinter(await letterPdf(sheaf.letters, sheaf.terms), recipient);
    return this.record(operator, order, sheaf, file,
      { kind: 'PRINTER', keyFingerprint: keyFingerprint(recipient) });
  }

  /** Make the next file of a period to be folded and glued: whoever has it can read the codes. */
  async forFolding(operator: OperatorCaller, order: PrintOrder): Promise<PrintOutcome> {
    const sheaf = await this.gather(order);
    if (sheaf.kind === 'refused') return sheaf;
    return this.record(operator, order, sheaf, await foldedPdf(sheaf.letters, sheaf.terms),
      { kind: 'FOLDED', keyFingerprint: null });
  }

  /** Files that were made of a period. @throws CodedError NOT_FOUND: there is no such period. */
  list(programmeId: string, label: string): Promise<PrintFile[]> {
    return this.db.read('print-files', async (tx) => {
      const period = await this.store.period(tx, programmeId, label, today(this.clock));
      if (!period) throw new CodedError('NOT_FOUND', 'There is no such period: see `period list`.');
      return (await this.store.list(tx, programmeId, label)).map(describe);
    });
  }

  /** What waits to be made, of all customers. */
  waiting(): Promise<LettersWaiting[]> {
    return this.db.read('letters-waiting', (tx) => this.store.waiting(tx, today(this.clock)));
  }

  private gather(order: PrintOrder): Promise<Sheaf | Refused> {
    const { programmeId, period: label, again } = order;
    return this.db.read('gather-letters', async (tx): Promise<Sheaf | Refused> => {
      const period = await this.store.period(tx, programmeId, label, today(this.clock));
      const refusal = refusalOf(period);
      if (refusal || !period?.lastDay) return refused(...refusal ?? NO_PERIOD);
      const ranges = await this.periods.ranges(tx, programmeId, label);
      const blocks = await this.periods.blocks(tx, programmeId, label);
      const last = Math.max(0, ...ranges.map((range) => range.firstNumber + range.headcount - 1));
      const plan = planPrint(await this.store.list(tx, programmeId, label), last, again);
      if (plan.kind !== 'print') return refused(...WHY[plan.kind]);
      return {
        kind: 'sheaf', plan, period,
        letters: this.lettersOf(order, ranges, blocks, plan),
        terms: await this.termsOf(order, period, period.lastDay, blocks),
      };
    });
  }

  private lettersOf(
    { programmeId, period }: PrintOrder, ranges: readonly SeatRange[],
    blocks: readonly BlockRow[], { first, last }: { first: number; last: number },
  ): Letter[] {
    const sizes = new Map(blocks.map(({ block, headcount }) => [block, headcount]));
    return piecesOf(ranges, first, last, (below) => randomInt(below))
      .flatMap(({ range, numbers }) => numbers.map((number) => ({
        number, site: range.site, department: range.department,
        groupSize: sizes.get(range.block) ?? 0,
        code: this.codes.write(programmeId, period, number, range.order),
      })));
  }

  private async termsOf(
    { language }: PrintOrder, period: PrintedPeriod, lastDay: string, blocks: readonly BlockRow[],
  ): Promise<LetterTerms> {
    const { courier, publicOrigin } = this.config;
    const words = period.leaf === null ? {} : { fingerprint: await fingerprint(period.leaf) };
    return {
      ...words, language, programme: period.programme, sessions: period.sessionsPerMember,
      programmeSize: blocks.reduce((sum, { headcount }) => sum + headcount, 0),
      isTriedOut: period.confirmedBy === 'automatic', lastDay, madeOn: today(this.clock),
      address: `${new URL(courier?.origin ?? publicOrigin).host}/employee`,
    };
  }

  /** Write the file down, for operators and for the customer's HR; else nobody gets it. */
  private record(
    operator: OperatorCaller, order: PrintOrder, { plan, period }: Sheaf, file: Uint8Array,
    how: Pick<PrintFileRow, 'kind' | 'keyFingerprint'>,
  ): Promise<PrintOutcome> {
    const { programmeId, period: label, again } = order;
    return this.db.transaction('record-print-file', async (tx): Promise<PrintOutcome> => {
      await this.store.lock(tx, programmeId, label);
      const files = await this.store.list(tx, programmeId, label);
      if (again === undefined && files.some(({ last }) => last >= plan.first)) {
        return refused('MADE_MEANWHILE', 'Another operator has just made these letters: see `letters list`.');
      }
      const row: PrintFileRow = {
        id: randomUUID(), number: files.length + 1, first: plan.first, last: plan.last, ...how,
        operator: operator.name, madeOn: today(this.clock),
      };
      await this.store.add(tx, programmeId, label, row);
      await this.tellHr(tx, period, label, row);
      return {
        kind: 'printed', file: Buffer.from(file).toString('base64'), made: describe(row),
        left: plan.left,
      };
    });
  }

  private tellHr(
    tx: Tx, { employerId, programme }: PrintedPeriod, label: string, row: PrintFileRow,
  ): Promise<void> {
    const { letters, keyFingerprint: key } = describe(row);
    const subject = `${programme} ${label}, ${letters}${key === null ? '' : `, ${key}`}`;
    return this.audit.addOfOperators(
      tx, employerId, [row.operator], 'LETTERS_MADE', subject, this.clock.now());
  }
}

type Why = readonly [code: string, message: string];

const NO_PERIOD: Why = ['NO_SUCH_PERIOD',
  'There is no such period of such a programme: `period list` shows all.'];
const WHY: Readonly<Record<'nothing-left' | 'no-such-file', Why>> = {
  'nothing-left': ['NOTHING_TO_MAKE',
    'All its letters are made. `letters list` shows the files; --again makes one once more.'],
  'no-such-file': ['NO_SUCH_FILE', 'There is no file of this number: `letters list` shows all.'],
};

/** Why no letters are made of a period; undefined where they are. */
function refusalOf(period: PrintedPeriod | undefined): Why | undefined {
  switch (period?.status) {
    case 'PLANNED': case 'OPEN': return undefined;
    case undefined: return NO_PERIOD;
    case 'CALLED_OFF':
      return ['CONTRACT_ENDS', 'This period begins after the announced end: a letter of it would bring '
        + 'nothing. `employer show` says the last day.'];
    case 'CLOSED': case 'RELEASED':
      return ['PERIOD_OVER', 'This period is over: its codes can be entered no more.'];
    default:
      return ['NOT_CONFIRMED', 'The vault has not confirmed this period: a letter of it would bring '
        + 'nothing. `period list` says what it waits for.'];
  }
}

function refused(code: string, message: string): Refused {
  return { kind: 'refused', code, message };
}

function describe(row: PrintFileRow): PrintFile {
  const { number, first, last, kind, keyFingerprint: key, operator, madeOn } = row;
  return { number, letters: last - first + 1, kind, keyFingerprint: key, operator, madeOn };
}
