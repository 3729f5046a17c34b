import { programmeEnds } from '#contracts/jobs';
import type { Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';

type Told = (typeof programmeEnds.schema)['_output'];

/** `number` is a bigint in the row: a float of it is whole, as no announcement comes that far. */
const ENDS = `SELECT p.id AS programme, e.end_number::float8 AS number, e.ends_on::text AS "lastDay"
  FROM programme p JOIN employer e ON e.id = p.employer_id
  WHERE e.end_number IS NOT NULL AND ($1::uuid IS NULL OR e.id = $1)
    AND ($2::uuid IS NULL OR p.id = $2) ORDER BY p.id`;

/** Tell the vault what was announced last of programmes: of one customer's, of one, or of all. */
export async function tellEnds(
  tx: Tx, { employerId = null, programmeId = null }: {
    employerId?: string | null; programmeId?: string | null } = {},
): Promise<void> {
  for (const payload of await tx.query<Told[]>(ENDS, [employerId, programmeId])) {
    await put(tx, { contract: programmeEnds, payload });
  }
}
