import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CodedError } from '#server/coded-error';
import { CLOCK } from '../foundation/tokens.ts';
import { BY_OWN_WORD, DeedsStore } from './deeds.store.ts';

/** Strangers' calls are written down until so many a day, so that nobody fills a disk. */
const MOST_UNKNOWN = 200;
/** Arguments that say to what something is done. */
const SUBJECTS = ['login', 'idempotencyKey', 'contract'] as const;
const SUBJECT = /^[A-Za-z0-9 ./-]{1,60}$/;

/** Writes down what operators do, before it is done, and what came of it. */
@Injectable()
export class DeedsService {
  constructor(
    private readonly db: Database,
    private readonly store: DeedsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Do something for an operator, on the record. */
  async onRecord<T>(
    operator: string, deed: string, args: object, work: () => Promise<T>,
  ): Promise<T> {
    const detail = detailOf(args);
    const subject = withDetail(subjectOf(args), detail);
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
    const { code, login, terms: of = result } =
      result as { code?: unknown; login?: unknown; terms?: unknown };
    const { contract, period, programme } = of as Record<string, unknown>;
    const made = subjectOf({ login, contract, period, programme });
    await end(typeof code === 'string' ? code : 'DONE', withDetail(made, detail) || subject);
    return result;
  }

  /** Write down that an operator was refused before anything was begun. */
  async refuse(operator: string, deed: string, outcome: string): Promise<void> {
    await this.db.transaction('refuse-deed', (tx) => this.store.add(
      tx, { operator, deed, subject: '', outcome }, today(this.clock)));
  }

  /** Write down, in `tx`, what this vault does by its own word of before a restore. */
  async byOwnWord(tx: Tx, deed: string, args: object): Promise<void> {
    const [subject, outcome] = [subjectOf(args), BY_OWN_WORD];
    await this.store.add(tx, { operator: null, deed, subject, outcome }, today(this.clock));
  }

  /** Write down that somebody without a token of ours called an operator's field. */
  async refuseUnknown(deed: string): Promise<void> {
    await this.db.transaction('refuse-deed', async (tx) => {
      const day = today(this.clock);
      if (await this.store.unknownOn(tx, day) >= MOST_UNKNOWN) return;
      const refused = { operator: null, deed, subject: '', outcome: 'UNAUTHENTICATED' };
      await this.store.add(tx, refused, day);
    });
  }
}

/** What is done to a therapist: in or out, or the names of what is changed, never its values. */
function detailOf(args: object): string {
  const { active, input } = args as { readonly active?: unknown; readonly input?: unknown };
  if (typeof active === 'boolean') return active ? 'in' : 'out';
  const { login, ...changed } = typeof input === 'object' && input !== null
    ? input as Record<string, unknown> : {};
  if (typeof login !== 'string') return '';
  const given = (of: object) =>
    Object.entries(of).filter(([, value]) => value !== undefined && value !== null);
  return given(changed).flatMap(([name, value]) =>
    (typeof value === 'object' && !Array.isArray(value) ? given(value as object).map(([part]) => part)
      : [name])).join(' ');
}

function withDetail(subject: string, detail: string): string {
  return subject && detail ? `${subject} ${detail}`.slice(0, 60) : subject;
}

function subjectOf(args: object): string {
  const values = args as Record<string, unknown>;
  const within = values['input'];
  const all = typeof within === 'object' && within !== null
    ? { ...values, ...within as Record<string, unknown> } : values;
  const found = SUBJECTS.map((name) => all[name]).find((value) => typeof value === 'string');
  // Terms are of a contract, a period and a programme, of which it may have several.
  const { contract, period, programmeId, programme = programmeId, checkNumber } = all;
  // Which programme a check number is of, is known once the terms are found.
  const which = typeof programme === 'string' ? programme.slice(0, 8) : checkNumber;
  const subject = found !== undefined && found === contract && typeof period === 'string'
    ? [contract, period, which].filter(Boolean).join(' ') : found;
  return typeof subject === 'string' && SUBJECT.test(subject) ? subject : '';
}
