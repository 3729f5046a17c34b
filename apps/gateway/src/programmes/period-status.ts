/** All of `period p` is released: with its fourth reporting period. */
export const IS_RELEASED = `EXISTS (SELECT FROM report_release r
  WHERE r.programme_id = p.programme_id AND r.report = p.label || '.4')`;

/** The announced last day of the programme of `period p`; null: no end is announced. */
export const ENDS_ON = `(SELECT ended.ends_on FROM programme of_p
  JOIN employer ended ON ended.id = of_p.employer_id WHERE of_p.id = p.programme_id)`;

/** Last day of credits of `period p`, its own or the announced end; null: that is before it. */
export const LAST_DAY = `CASE WHEN ${ENDS_ON} < p.opens THEN NULL
  ELSE least(p.closes - 1, ${ENDS_ON}) END`;

/** What the schema says of a last day. */
export const LAST_DAY_WORDS = 'Last day of its credits: its own, or an announced end before that; '
  + 'null where the end is before it begins.';

const KEY_WAITS = `EXISTS (SELECT FROM issuer_key k WHERE k.programme_id = p.programme_id
  AND k.period = p.label AND k.mirrored_on IS NULL)`;

/**
 * How far a period is on the day `$n`, for a statement that reads `period p`; its meaning is in the
 * schema. A refusal counts while a key is not mirrored: a vault that was restored itself may take
 * later what it has refused.
 */
export const statusOn = (n: number): string => `CASE
    WHEN ${IS_RELEASED} THEN 'RELEASED'
    WHEN ${ENDS_ON} < p.opens THEN 'CALLED_OFF'
    WHEN p.refused_reason IS NOT NULL AND p.confirmed_on IS NULL THEN 'REFUSED'
    WHEN $${n}::date > ${LAST_DAY} THEN CASE WHEN p.confirmed_on IS NULL THEN 'LAPSED'
      ELSE 'CLOSED' END
    WHEN p.withdrawn_on IS NOT NULL AND p.confirmed_on IS NULL THEN 'WITHDRAWING'
    WHEN ${KEY_WAITS} THEN CASE WHEN p.refused_reason IS NOT NULL THEN 'REFUSED'
      WHEN p.confirmed_on IS NULL THEN 'PROPOSED' ELSE 'CONFIRMED' END
    WHEN $${n}::date < p.opens THEN 'PLANNED' ELSE 'OPEN' END`;

/** Why the vault takes no terms or keys of `period p`; null where it does, or has not said. */
export const REFUSAL = `CASE WHEN ${KEY_WAITS} THEN p.refused_reason END`;

/** What the schema says of a period's status. */
export const STATUS_WORDS = 'PROPOSED until the vault\'s operator confirms the terms; WITHDRAWING '
  + 'until the vault answers that HR withdrew them in time, or that they were confirmed before; '
  + 'CONFIRMED until the vault mirrors the keys; REFUSED: it does not take them, see refusal; PLANNED: '
  + 'letters can be handed out; OPEN; CLOSED; RELEASED; LAPSED: it is over, and nobody had confirmed '
  + 'it; CALLED_OFF: it begins after the announced end.';

/** What the schema says of a refusal. */
export const REFUSAL_WORDS = 'Why the vault takes no terms or keys of it: replaces or conflict, it '
  + 'knows the period from an earlier opening; declined-…, its operator found that people, sessions, price, '
  + 'group, year or something other are not the contract\'s, or no contract; withdrawn, by HR; '
  + 'unknown-rules, another version; too-late, it is over; else they are faulty. What was not '
  + 'confirmed can be proposed anew.';
