import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** A programme's period. */
export interface Use {
  readonly programme: string;
  readonly period: string;
}

/** What opens a leaf. */
interface LoggedTerms {
  readonly leaf: string;
  readonly salt: string;
  /** Canonical JSON. */
  readonly stated: string;
}

/** Name of the lock under which the log grows, by one process at a time. */
const LOCK = 'grow-terms-log';

/** Rows of terms_log and logged_terms: they only grow. */
@Injectable()
export class TermsLogStore {
  /** Wait for whoever else lets it grow. */
  async lock(tx: Tx): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [LOCK]);
  }

  /** How many leaves there are. */
  async size(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ size: number }[]>(
      'SELECT count(*)::int AS size FROM terms_log');
    return row?.size ?? 0;
  }

  /** All leaves in their order. */
  async leaves(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ leaf: string }[]>('SELECT leaf FROM terms_log ORDER BY place');
    return rows.map(({ leaf }) => leaf);
  }

  /** Whether there are leaves that this vault has forgotten what they were made of. */
  async hasForgotten(tx: Tx): Promise<boolean> {
    const [row] = await tx.query<{ has: boolean }[]>(`SELECT EXISTS (SELECT FROM terms_log l
      WHERE NOT EXISTS (SELECT FROM logged_terms t WHERE t.leaf = l.leaf)) AS has`);
    return row?.has === true;
  }

  /** Add leaves from a place on. */
  async add(tx: Tx, place: number, leaves: readonly string[]): Promise<void> {
    await tx.query(
      `INSERT INTO terms_log (place, leaf)
       SELECT $1 + l.n - 1, l.leaf FROM unnest($2::text[]) WITH ORDINALITY AS l (leaf, n)`,
      [place, leaves]);
  }

  /** What opens the leaf of a period; null where there is none yet. */
  async find(tx: Tx, { programme, period }: Use): Promise<LoggedTerms | null> {
    const [row] = await tx.query<LoggedTerms[]>(
      'SELECT leaf, salt, stated FROM logged_terms WHERE programme = $1 AND period = $2',
      [programme, period]);
    return row ?? null;
  }

  /** Keep what opens a leaf. */
  async keep(tx: Tx, { programme, period }: Use, logged: LoggedTerms): Promise<void> {
    await tx.query(
      `INSERT INTO logged_terms (programme, period, leaf, salt, stated)
       VALUES ($1, $2, $3, $4, $5)`,
      [programme, period, logged.leaf, logged.salt, logged.stated]);
  }
}
