import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CodedError } from '../coded-error.ts';
import { BY_OWN_WORD, DeedsStore } from './deeds.store.ts';

/** Strangers' calls are written down until so many a day, so that nobody fills a disk. */
const MOST_UNKNOWN = 200;

/** What a domain's deeds are done to, in few words that name nobody in care. */
export interface DeedSubjects {
  /** By the arguments of a field; empty where they say nothing. */
  before(args: object): string;
  /** Once it is done, by its arguments and what came of it; empty where these say nothing. */
  after(args: object, result: object): string;
}

/** Writes down what operators do, before it is done, and what came of it. */
export class DeedsService {
  /** The day of which no more strangers' calls are written down. */
  private fullOn: string | undefined;

  constructor(
    private readonly db: Database,
    private readonly store: DeedsStore,
    private readonly clock: Clock,
    private readonly subjects: DeedSubjects,
  ) {}

  /** Do something for an operator, on the record. */
  async onRecord<T>(
    operator: string, deed: string, args: object, work: () => Promise<T>,
  ): Promise<T> {
    const subject = this.subjects.before(args);
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
    const made = this.subjects.after(args, result as object);
    await end(typeof code === 'string' ? code : 'DONE', made || subject);
    return result;
  }

  /** Write down that an operator was refused before anything was begun. */
  async refuse(operator: string, deed: string, outcome: string): Promise<void> {
    await this.db.transaction('refuse-deed', (tx) => this.store.add(
      tx, { operator, deed, subject: '', outcome }, today(this.clock)));
  }

  /** Write down, in `tx`, what this domain does by its own word of before a restore. */
  async byOwnWord(tx: Tx, deed: string, args: object): Promise<void> {
    const [subject, outcome] = [this.subjects.before(args), BY_OWN_WORD];
    await this.store.add(tx, { operator: null, deed, subject, outcome }, today(this.clock));
  }

  /** Write down that somebody without a token of ours called an operator's field. */
  async refuseUnknown(deed: string): Promise<void> {
    const day = today(this.clock);
    if (this.fullOn === day) return;
    await this.db.transaction('refuse-deed', async (tx) => {
      if (await this.store.unknownOn(tx, day) >= MOST_UNKNOWN) {
        this.fullOn = day;
        return;
      }
      const refused = { operator: null, deed, subject: '', outcome: 'UNAUTHENTICATED' };
      await this.store.add(tx, refused, day);
    });
  }
}
