import 'reflect-metadata';
import { CodeBook } from '../../apps/gateway/src/codes/code-book.ts';
import { calendar } from '../simulation/calendar.ts';
import type { GatewayConfig } from '#platform/config';
import type { Trace } from './attackers.ts';
import type { Subject } from './linkage.ts';

/** Where a row stands in its table's file, as a number: what a copy of the disk shows. */
const place = (table: string) =>
  `(${table}.ctid::text::point)[0] * 1000 + (${table}.ctid::text::point)[1]`;
/** The first bytes of a hash or identifier as a number. */
const prefix = (bytes: string) =>
  `('x' || substr(encode(${bytes}, 'hex'), 1, 8))::bit(32)::bigint`;
const idPrefix = (id: string) => `('x' || substr(${id}::text, 1, 8))::bit(32)::bigint`;
const SINCE_OPENING = `- date '${calendar.opens}'`;

type Row = Record<string, string | number | null>;

/** Rows as traces: every column but those named is a feature. */
function traces(
  rows: readonly Row[], truthOf: (row: Row) => number, blockOf: (row: Row) => string,
): Trace[] {
  return rows.map((row) => ({
    truth: truthOf(row), block: blockOf(row),
    features: Object.fromEntries(Object.entries(row)
      .filter(([name]) => !['who', 'block', 'member'].includes(name))
      .map(([name, value]) => [name, Number(value ?? 0)])),
  }));
}

/** What the gateway keeps of each member, with the truth by the number of her letter. */
export async function memberTraces({ cluster, world, played }: Subject): Promise<Trace[]> {
  const codes = await cluster.query<Row>('gateway', `
    SELECT c.number AS who, c.block, c.number AS letter, ${place('c')} AS "code's row",
      ${prefix('c.code_hash')} AS "code's hash", ${prefix('c.claim_key_hash')} AS "claim key's hash"
    FROM eligibility_code c ORDER BY c.number`);
  const issued = await cluster.query<Row>('gateway', `
    SELECT encode(i.member, 'hex') AS member, ${place('i')} AS "issuance's row",
      ${prefix('i.member')} AS "member's pseudonym", ${prefix('i.batch_hash')} AS "batch's hash",
      i.sessions AS "credits"
    FROM issuance i`);
  const batchOf = new Map(issued.map((row) => [row['member'], row]));
  const index = new Map(played.members.map(({ letter }, at) => [letter.number, at]));
  const { programmeId } = played.employer;
  const secret = (name: string) => Buffer.from(world.service.secrets.gateway[name] ?? '', 'hex');
  const book = new CodeBook({
    codeSecret: secret('CODE_SECRET'), memberPepper: secret('MEMBER_PEPPER'),
  } as unknown as GatewayConfig);
  return traces(
    codes.map((row) => ({ ...row,
      ...batchOf.get(book.memberOf(programmeId, calendar.period, Number(row['who']))) })),
    (row) => index.get(Number(row['who'])) ?? -1, (row) => String(row['block']));
}

/** What the vault keeps of each case, with the truth by the hash of its wallet's secret. */
export async function caseTraces({ cluster, played }: Subject): Promise<Trace[]> {
  const rows = await cluster.query<Row>('vault', `
    SELECT encode(c.secret_hash, 'hex') AS who, e.block, ${place('c')} AS "case's row",
      ${place('e')} AS "enrolment's row", ${idPrefix('c.id')} AS "case's id",
      ${prefix('c.secret_hash')} AS "secret's hash", c.opened_on ${SINCE_OPENING} AS "month",
      (SELECT ${place('p')} FROM case_preference p WHERE p.case_id = c.id) AS "preference's row",
      (SELECT min(${place('r')}) FROM referral r WHERE r.case_id = c.id) AS "referral's row",
      (SELECT min(${place('i')}) FROM idempotency i
        WHERE i.scope = 'open-case:' || encode(c.secret_hash, 'hex')) AS "answer's row",
      (SELECT min(${place('a')}) FROM authorisation a JOIN referral r ON r.id = a.referral_id
        WHERE r.case_id = c.id) AS "first session's row",
      (SELECT count(*) FROM authorisation a JOIN referral r ON r.id = a.referral_id
        WHERE r.case_id = c.id) AS "sessions",
      (SELECT min(extract(epoch FROM a.starts_at)) FROM authorisation a
        JOIN referral r ON r.id = a.referral_id WHERE r.case_id = c.id) AS "first time",
      (SELECT min(right(r.handle, 4)::integer) FROM referral r WHERE r.case_id = c.id) AS "handle"
    FROM care_case c JOIN case_enrolment e ON e.case_id = c.id`);
  const { employer, members } = played;
  const index = new Map(members.map(({ wallet }, at) =>
    [wallet.caseKey(employer.programmeId), at]));
  return traces(rows, (row) => index.get(String(row['who'])) ?? -1, (row) => String(row['block']));
}
