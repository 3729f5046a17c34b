import { Injectable } from '@nestjs/common';
import type { TermsRefusal } from '#contracts/refusals';
import type { LastYear } from '#disclosure/before';
import { dueBy, type PlannedTerms, type Terms } from '#disclosure/terms';
import { publishedIn } from '#disclosure/year/close';
import type { Report } from '#disclosure/year/statement';
import type { Tx } from '#platform/database';

/** Who confirmed terms: an operator who compared them with the contract, or nobody. */
export type ConfirmedBy = 'operator' | 'automatic';

/** A period of a programme. */
export type PeriodName = Pick<Terms, 'programme' | 'period'>;

/** Terms as they were first proposed. */
export interface Proposal {
  /** The terms, canonical JSON. */
  readonly text: string;
  /** Ids of the proposals that said just this. */
  readonly proposals: readonly string[];
  readonly proposedOn: string;
  /** Null while they wait. */
  readonly confirmedBy: ConfirmedBy | null;
  readonly confirmedOn: string | null;
  /** Confirmed before this vault was restored: it knows so by its own word. */
  readonly isRecalled: boolean | null;
  /** Announced last day of its programme; null: none. */
  readonly endsOn: string | null;
  /** How often others were proposed for the same period: alarms. */
  readonly refusals: number;
}

/** A proposal that is new here, with the plan that follows from it. */
interface NewProposal {
  readonly plan: PlannedTerms;
  readonly proposal: string;
  readonly text: string;
  readonly day: string;
}

/** Which proposal was refused, why and on which day. */
interface Refusal {
  readonly proposal: string;
  readonly reason: TermsRefusal;
  readonly day: string;
  /** What the operator had before her, to be kept with it. */
  readonly kept?: Pick<Proposal, 'text' | 'proposedOn'>;
}

/** Terms that came to nothing while they waited. */
export interface EndedTerms extends Pick<Proposal, 'text' | 'proposedOn'> {
  readonly reason: TermsRefusal;
  readonly endedOn: string;
}

/** Terms that wait for the operator, in numbers. */
export interface WaitingCounts {
  readonly termsWaiting: number;
  /** Of them, those that were to be confirmed by now. */
  readonly termsOverdue: number;
}

const PROPOSAL = `SELECT p.terms AS text, p.proposals, p.proposed_on::text AS "proposedOn",
    c.confirmed_by AS "confirmedBy", c.confirmed_on::text AS "confirmedOn",
    c.recalled AS "isRecalled",
    n.last_day::text AS "endsOn",
    (SELECT count(DISTINCT r.reason)::integer FROM terms_refusal r
      WHERE r.programme = p.programme AND r.period = p.period
        AND r.reason <> 'withdrawn') AS refusals
  FROM terms_proposal p LEFT JOIN terms_confirmation c USING (programme, period)
    LEFT JOIN programme_end n USING (programme)`;

/** Proposed terms that still can be confirmed, for a statement with today as `$1`. */
export const WAITS = `FROM terms_proposal p WHERE p.closes > $1::date
  AND NOT EXISTS (SELECT FROM programme_end n WHERE n.programme = p.programme AND n.last_day < p.opens)
  AND NOT EXISTS (SELECT FROM terms_confirmation c
    WHERE c.programme = p.programme AND c.period = p.period)`;

/** Rows of terms_proposal, terms_confirmation and terms_refusal. */
@Injectable()
export class TermsStore {
  /** Whoever else would propose or confirm terms of this programme waits until the end of `tx`. */
  async lock(tx: Tx, { programme }: Pick<PeriodName, 'programme'>): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`terms ${programme}`]);
  }

  /** The periods for which there are terms of a programme, waiting or confirmed. */
  async periods(tx: Tx, programme: string): Promise<string[]> {
    const rows = await tx.query<{ period: string }[]>(
      'SELECT period FROM terms_proposal WHERE programme = $1', [programme]);
    return rows.map(({ period }) => period);
  }

  /** The last confirmed year of a programme before another, and who was told of it so far. */
  async lastYear(tx: Tx, { programme, period }: PeriodName): Promise<LastYear | null> {
    const [row] = await tx.query<{ text: string; reports: readonly string[] }[]>(
      `SELECT p.terms AS text, array(SELECT r.body FROM report_release r
         JOIN reporting_period t USING (programme, report)
         WHERE (t.programme, t.period) = (p.programme, p.period)) AS reports
       FROM terms_proposal p JOIN terms_confirmation c USING (programme, period)
       WHERE p.programme = $1 AND p.period < $2 ORDER BY p.period DESC LIMIT 1`,
      [programme, period]);
    if (!row) return null;
    const reports = row.reports.map((body) => JSON.parse(body) as Report);
    return { terms: JSON.parse(row.text) as Terms,
      told: publishedIn(reports.map(({ release }) => release)) };
  }

  /** Keep terms of a period that has none. */
  async propose(
    tx: Tx, terms: Terms, { plan, proposal, text, day }: NewProposal,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO terms_proposal
         (programme, period, contract, terms, confirm_by, opens, closes, proposed_on, proposals)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ARRAY[$9::uuid])`,
      [terms.programme, terms.period, terms.contract, text, dueBy(plan, day), plan.opens,
        plan.closes, day, proposal]);
  }

  /** Note that another proposal says what waits already: both are declined together. */
  async proposeAgain(
    tx: Tx, { programme, period }: PeriodName, proposal: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE terms_proposal SET proposals = proposals || $3::uuid
       WHERE programme = $1 AND period = $2 AND NOT $3::uuid = ANY (proposals)`,
      [programme, period, proposal]);
  }

  /** Forget terms that were not confirmed: others can be proposed in their place. */
  async forget(tx: Tx, { programme, period }: PeriodName): Promise<void> {
    await tx.query('DELETE FROM terms_proposal WHERE programme = $1 AND period = $2',
      [programme, period]);
  }

  /** The terms of a period as they are. */
  async find(tx: Tx, { programme, period }: PeriodName): Promise<Proposal | undefined> {
    const [row] = await tx.query<Proposal[]>(
      `${PROPOSAL} WHERE p.programme = $1 AND p.period = $2`, [programme, period]);
    return row;
  }

  /** Terms by contract and period; null: of all. The longest due first. */
  list(tx: Tx, contract: string | null, period: string | null): Promise<Proposal[]> {
    return tx.query<Proposal[]>(
      `${PROPOSAL} WHERE ($1::text IS NULL OR p.contract = $1) AND ($2::text IS NULL OR p.period = $2)
       ORDER BY c.confirmed_on IS NOT NULL, p.confirm_by, p.contract, p.programme`,
      [contract, period]);
  }

  /** Note that terms hold. @param isRecalled by this vault's own word of before a restore. */
  async confirm(
    tx: Tx, { programme, period }: PeriodName, by: ConfirmedBy, day: string, isRecalled: boolean,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO terms_confirmation (programme, period, confirmed_by, confirmed_on, recalled)
       VALUES ($1, $2, $3, $4, $5)`, [programme, period, by, day, isRecalled]);
  }

  /** Keep a refusal, which is an alarm too: the first reason stays. */
  async refuse(
    tx: Tx, { programme, period }: PeriodName, { proposal, reason, day, kept }: Refusal,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO terms_refusal
         (programme, period, proposal, reason, refused_on, terms, proposed_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [programme, period, proposal, reason, day, kept?.text ?? null, kept?.proposedOn ?? null]);
  }

  /** Terms by contract and period that were declined or withdrawn; null: all. The latest first. */
  ended(tx: Tx, contract: string | null, period: string | null): Promise<EndedTerms[]> {
    return tx.query<EndedTerms[]>(
      `SELECT terms AS text, proposed_on::text AS "proposedOn", reason,
         refused_on::text AS "endedOn"
       FROM terms_refusal WHERE terms IS NOT NULL
         AND ($1::text IS NULL OR terms::jsonb ->> 'contract' = $1)
         AND ($2::text IS NULL OR period = $2)
       ORDER BY refused_on DESC, programme, period, proposal`, [contract, period]);
  }

  /** Why a proposal was refused before; undefined where it was not. */
  async refusalOf(
    tx: Tx, { programme, period }: PeriodName, proposal: string,
  ): Promise<TermsRefusal | undefined> {
    const [row] = await tx.query<{ reason: TermsRefusal }[]>(
      `SELECT reason FROM terms_refusal WHERE programme = $1 AND period = $2 AND proposal = $3`,
      [programme, period, proposal]);
    return row?.reason;
  }

  /** How many wait on a day. */
  async waiting(tx: Tx, day: string): Promise<WaitingCounts> {
    const [row] = await tx.query<WaitingCounts[]>(
      `SELECT count(*)::integer AS "termsWaiting",
         (count(*) FILTER (WHERE p.confirm_by <= $1::date))::integer AS "termsOverdue" ${WAITS}`, [day]);
    return row ?? { termsWaiting: 0, termsOverdue: 0 };
  }
}
