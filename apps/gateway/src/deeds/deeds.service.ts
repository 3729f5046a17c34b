import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { CodedError } from '#server/coded-error';
import { Throttle } from '../door/throttle.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { DeedsStore } from './deeds.store.ts';

const HOUR = 3_600_000;
/** Strangers' calls are written down until so many in an hour, so that nobody fills a disk. */
const MOST_UNKNOWN = 50;
/** Arguments that say to what something is done, and name no person. */
const SUBJECTS = ['employerId', 'invoiceNumber', 'requestId', 'programmeId'] as const;
const SUBJECT = /^[A-Za-z0-9-]{1,60}$/;

/** Writes down what operators do, before it is done, and what came of it. */
@Injectable()
export class DeedsService {
  private readonly unknown = new Throttle(MOST_UNKNOWN, HOUR);

  constructor(
    private readonly db: Database,
    private readonly store: DeedsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Do something for an operator, on the record. */
  async onRecord<T>(
    operator: string, deed: string, args: object, work: () => Promise<T>,
  ): Promise<T> {
    const subject = subjectOf(args);
    const id = await this.db.transaction('begin-deed', (tx) =>
      this.store.add(tx, { operator, deed, subject, outcome: null }, today(this.clock)));
    const end = (outcome: string, of = subject) => this.db.transaction('end-deed', (tx) =>
      this.store.end(tx, id, outcome, of));
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await end(error instanceof CodedError ? error.code : 'FAILED');
      throw error;
    }
    const { code } = result as { code?: unknown };
    await end(typeof code === 'string' ? code : 'DONE', subject || subjectOf(result as object));
    return result;
  }

  /** Write down that an operator was refused before anything was begun. */
  async refuse(operator: string, deed: string, outcome: string): Promise<void> {
    await this.db.transaction('refuse-deed', (tx) => this.store.add(
      tx, { operator, deed, subject: '', outcome }, today(this.clock)));
  }

  /** Write down that somebody without a token of ours called an operator's field. */
  async refuseUnknown(deed: string): Promise<void> {
    if (!this.unknown.take('unknown')) return;
    await this.db.transaction('refuse-deed', (tx) => this.store.add(
      tx, { operator: null, deed, subject: '', outcome: 'UNAUTHENTICATED' }, today(this.clock)));
  }
}

function subjectOf(args: object): string {
  const values = args as Record<string, unknown>;
  const within = values['input'];
  const all = typeof within === 'object' && within !== null
    ? { ...values, ...within as Record<string, unknown> } : values;
  const found = SUBJECTS.map((name) => all[name]).find((value) => typeof value === 'string');
  return typeof found === 'string' && SUBJECT.test(found) ? found : '';
}
