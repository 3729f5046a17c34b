import type { Tx } from '#platform/database';
import { newChallenge, readStanding } from '#platform/restores/standing-store';
import type { PayloadOf } from '#contracts/contract';
import type { periodsListed } from '#contracts/jobs';

/** Of this process: an answer to one that asked before the last restore is none to it. */
const OWN = newChallenge();

/** The question to put into a tick; undefined while there is nothing to ask. */
export async function questionToAsk(tx: Tx): Promise<string | undefined> {
  if ((await readStanding(tx)).closed !== 'restored') return undefined;
  const [row] = await tx.query<{ isAnswered: boolean }[]>(
    `WITH asked AS (INSERT INTO restore_question (question) VALUES ($1) ON CONFLICT DO NOTHING)
     SELECT periods IS NOT NULL AS "isAnswered" FROM restore_question WHERE question = $1`, [OWN]);
  return row?.isAnswered ? undefined : OWN;
}

/** Keep which periods the gateway knows; nothing where nobody asks any more. */
export async function keepAnswer(
  tx: Tx, { question, periods }: PayloadOf<typeof periodsListed>,
): Promise<void> {
  await tx.query('UPDATE restore_question SET periods = $2 WHERE question = $1',
    [question, JSON.stringify(periods)]);
}

/** Whether this vault knows again all periods that it may have forgotten. */
export async function knowsAllPeriods(tx: Tx): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT FROM restore_question q WHERE q.question = $1 AND q.periods IS NOT NULL
       AND NOT EXISTS (
         SELECT FROM jsonb_to_recordset(q.periods) AS l (programme uuid, period text)
         WHERE NOT EXISTS (SELECT FROM programme_period p
           WHERE p.programme = l.programme AND p.period = l.period))`, [OWN]);
  return rows.length > 0;
}

/** This vault goes on: what was asked is over. */
export async function forgetQuestions(tx: Tx): Promise<void> {
  await tx.query('DELETE FROM restore_question');
}
