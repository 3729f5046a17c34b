import { withClient } from '../with-client.ts';

/** A row as an attacker sees it: its block, and all that can be ordered or measured about it. */
export interface Trace {
  /** Known to the test alone: whose row it is. */
  readonly truth: number;
  readonly block: string;
  readonly features: Readonly<Record<string, number>>;
}

/*
 * What a thief of both database servers carries away. She is no part of the client, which speaks
 * only HTTP: the demo's own process steals, and hands it to the attackers of the story.
 */

/** Rows of people as they stand in their files, and all keys of the vault, in hex. */
export interface Stolen {
  /** Letters that were claimed, by their programmes and numbers. */
  readonly letters: readonly Row[];
  /** Cases, by the hashes of their secrets. */
  readonly cases: readonly Row[];
  /** The relay's secrets that there are, and the vault's settings: what a key could follow from. */
  readonly keys: readonly string[];
}

/** A row: who she is to the story, her block, and all that can be ordered. */
export interface Row extends Omit<Trace, 'truth'> { readonly who: string }

/** Where the databases are, and what the vault is run with. */
export interface Loot {
  readonly gatewayUrl: string;
  readonly vaultUrl: string;
  readonly settings: Readonly<Record<string, string>>;
}

type Columns = Record<string, string | number | null>;

/** Where a row stands in its table's file, as a number: what a copy of the disk shows. */
export const place = (table: string): string =>
  `(${table}.ctid::text::point)[0] * 1000 + (${table}.ctid::text::point)[1]`;
/** The number of the transaction that wrote a row. */
export const written = (table: string): string => `${table}.xmin::text::bigint`;
/** The first bytes of a hash as a number. */
export const prefix = (bytes: string): string =>
  `('x' || substr(encode(${bytes}, 'hex'), 1, 8))::bit(32)::bigint`;

const LETTERS = `SELECT c.programme_id || ' ' || c.number AS who,
  c.programme_id || ' ' || c.block AS block, ${place('c')} AS "letter's row",
  ${written('c')} AS "letter's transaction", ${prefix('c.claim_key_hash')} AS "claim key"
  FROM eligibility_code c WHERE c.claim_key_hash IS NOT NULL AND c.period = $1`;
const CASES = `SELECT encode(c.secret_hash, 'hex') AS who,
  e.programme || ' ' || e.block AS block, ${place('c')} AS "case's row",
  ${written('c')} AS "case's transaction", min(${place('r')}) AS "referral's row",
  min(${place('a')}) AS "session's row", min(${written('a')}) AS "session's transaction"
  FROM care_case c JOIN case_enrolment e ON e.case_id = c.id AND e.period = $1
  LEFT JOIN referral r ON r.case_id = c.id LEFT JOIN authorisation a ON a.referral_id = r.id
  GROUP BY c.id, c.ctid, c.xmin, e.programme, e.block`;
const KEYS = `SELECT encode(secret, 'hex') AS who, '' AS block FROM relay_key`;

/** Take everything. @param period whose letters and cases are looked at. */
export async function steal(
  { gatewayUrl, vaultUrl, settings }: Loot, period: string,
): Promise<Stolen> {
  const [letters, cases, keys] = await Promise.all([rowsOf(gatewayUrl, LETTERS, [period]),
    rowsOf(vaultUrl, CASES, [period]), rowsOf(vaultUrl, KEYS)]);
  return { letters, cases, keys: [...keys.map(({ who }) => who), ...Object.values(settings)] };
}

async function rowsOf(url: string, sql: string, values: readonly string[] = []): Promise<Row[]> {
  const { rows } = await withClient(url, (client) =>
    client.query<Columns & { who: string; block: string }>(sql, [...values]));
  return rows.map(({ who, block, ...features }) => ({ who, block, features: Object.fromEntries(
    Object.entries(features).map(([name, value]) => [name, Number(value ?? 0)])) }));
}
