import 'reflect-metadata';
import { CodeBook } from '../../apps/gateway/src/codes/code-book.ts';
import { calendar } from '../simulation/calendar.ts';
import type { GatewayConfig } from '#platform/settings/config';
import type { TestCluster } from '#local/testing';
import { batchSecret, CLAIMED, coverKeyOf } from '#pseudonym/issued-batches';
import { claimKey } from '#pseudonym/roots';
import type { Wallet } from '#wallet/wallet';
import { place, prefix, written } from '../../demo/story/stolen.ts';
import type { Trace } from '../../demo/story/stolen.ts';
import { heapOf, type HeapRow } from './heap.ts';

/** What the proofs know and no attacker does: whose is what, by a member's place. */
export interface Truth {
  readonly cluster: TestCluster;
  /** The gateway's secrets, by their names: whoever runs it joins its own tables. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly programmeId: string;
  /** Numbers of letters, and what the vault knows the wallet's case by. */
  readonly letters: readonly number[];
  readonly caseKeys: readonly (string | undefined)[];
  /** Under which key her issued batch lies: no table says whose it is. */
  readonly coverKeys: readonly (string | undefined)[];
  /** Whether the attacker reads the files too: headers of rows, and versions before them. */
  readonly files?: boolean;
}

/** The first bytes of an identifier as a number. */
const idPrefix = (id: string) => `('x' || substr(${id}::text, 1, 8))::bit(32)::bigint`;
const SINCE_OPENING = `- date '${calendar.opens}'`;

type Row = Record<string, string | number | Date | null>;

/** Where a row is in its file, under a name that ends with its table's: `code @issuance`. */
const AT = ' @';

/** Rows as traces: every column but those named is a feature, and so is what the files say. */
function traces(
  rows: readonly Row[], truthOf: (row: Row) => number, blockOf: (row: Row) => string,
  heap: ReadonlyMap<string, ReadonlyMap<string, HeapRow>>,
): Trace[] {
  const features = (name: string, value: Row[string]): [string, number][] => {
    const [what = '', table] = name.split(AT);
    if (table === undefined) return [[name, Number(value ?? 0)]];
    const said = heap.get(table)?.get(String(value));
    return heap.size === 0 ? []
      : FILE.map((field) => [`${what}: ${field}`, said?.[field] ?? 0]);
  };
  return rows.map((row) => ({
    truth: truthOf(row), block: blockOf(row),
    features: Object.fromEntries(Object.entries(row)
      .filter(([name]) => !['who', 'block', 'member'].includes(name))
      .flatMap(([name, value]) => features(name, value))),
  }));
}

const FILE = ['offset', 'ended', 'command', 'versions', 'first', 'flags'] as const;

/** What the files of the tables say whose rows are traced: read before a query tidies them up. */
async function filesOf({ cluster, files }: Truth, domain: 'gateway' | 'vault', sql: string) {
  const tables = new Set([...sql.matchAll(/@(\w+)"/g)].map(([, table = '']) => table));
  return files ? heapOf(cluster, domain, [...tables]) : new Map<string, never>();
}

/**
 * What the gateway keeps of each member, with the truth by the number of her letter; and what it
 * issued to her, though no row says so: who finds nothing by it finds no case by a batch alone.
 */
export async function memberTraces(truth: Truth): Promise<Trace[]> {
  const [members, batches] = [await letterTraces(truth), await batchTraces(truth)];
  const hers = new Map(batches.map((batch) => [batch.truth, batch.features]));
  return members.map((one) => ({ ...one, features: { ...one.features, ...hers.get(one.truth) } }));
}

/** Letters with the rows of issuance that the gateway's secrets join with them. */
export async function letterTraces(truth: Truth): Promise<Trace[]> {
  const { cluster, secrets, programmeId, letters } = truth;
  const files = await filesOf(truth, 'gateway', CODES + ISSUED);
  const codes = await cluster.query<Row>('gateway', CODES);
  const issued = await cluster.query<Row>('gateway', ISSUED);
  const batchOf = new Map(issued.map((row) => [row['member'], row]));
  const index = new Map(letters.map((number, at) => [number, at]));
  const secret = (name: string) => Buffer.from(secrets[name] ?? '', 'hex');
  const book = new CodeBook({
    codeSecret: secret('CODE_SECRET'), memberPepper: secret('MEMBER_PEPPER'),
  } as unknown as GatewayConfig);
  return traces(
    codes.map((row) => ({ ...row,
      ...batchOf.get(book.memberOf(programmeId, calendar.period, Number(row['who']))) })),
    (row) => index.get(Number(row['who'])) ?? -1, (row) => String(row['block']), files);
}

const CODES = `
  SELECT c.number AS who, c.block, c.number AS letter, ${place('c')} AS "code's row",
    ${written('c')} AS "code written", c.ctid::text AS "code @eligibility_code",
    ${prefix('c.code_hash')} AS "code's hash", ${prefix('c.claim_key_hash')} AS "claim key's hash",
    ${prefix('c.wallet_key_hash')} AS "wallet key's hash",
    (c.wallet_key_hash IS NULL)::integer AS "held by no wallet"
  FROM eligibility_code c ORDER BY c.number`;
const ISSUED = `
  SELECT encode(i.member, 'hex') AS member, ${place('i')} AS "issuance's row",
    ${written('i')} AS "issuance written", i.ctid::text AS "issuance @issuance",
    ${prefix('i.member')} AS "member's pseudonym", ${prefix('i.batch_hash')} AS "batch's hash",
    i.sessions AS "credits"
  FROM issuance i`;

/**
 * What was issued as it is kept: in no block, with the truth by the key that it lies under; every
 * column that there is, also one that is not there yet.
 */
export async function batchTraces(truth: Truth): Promise<Trace[]> {
  const { cluster, coverKeys } = truth;
  const files = await filesOf(truth, 'gateway', BATCHES);
  const others = await cluster.query<{ name: string }>('gateway', OTHER_COLUMNS);
  const more = others.map(({ name }) => `, b.${name} AS "batch's ${name}"`).join('');
  const rows = await cluster.query<Row>('gateway', BATCHES.replace('FROM', `${more} FROM`));
  const index = new Map(coverKeys.map((key, at) => [key, at]));
  return traces(rows, (row) => index.get(String(row['who'])) ?? -1, () => '', files);
}

const BATCHES = `
  SELECT encode(b.cover_key, 'hex') AS who, ${place('b')} AS "batch's row",
    ${written('b')} AS "batch written", b.ctid::text AS "batch @issued_entry",
    ${prefix('b.cover_key')} AS "batch's cover key", b.place AS "batch's place",
    ${prefix('b.sealed')} AS "batch's bytes", ${place('m')} AS "mark's row",
    ${written('m')} AS "mark written", m.ctid::text AS "mark @issued_entry"
  FROM issued_entry b JOIN issued_entry m ON m.cover_key = b.cover_key AND m.piece = ${CLAIMED}
  WHERE b.piece = 0`;
const OTHER_COLUMNS = `
  SELECT quote_ident(column_name) AS name FROM information_schema.columns
  WHERE table_name = 'issued_entry' AND column_name NOT IN ('cover_key', 'piece', 'place', 'sealed')`;

/** The key that a wallet's issued batch lies under; undefined where it has claimed nothing. */
export function coverKeyOfWallet(wallet: Wallet | undefined): string | undefined {
  const [letter] = wallet?.content.letters ?? [];
  return letter && Buffer.from(coverKeyOf(batchSecret(claimKey(wallet!.roots, letter.j))))
    .toString('hex');
}

/** What the vault keeps of each case, with the truth by the hash of its wallet's secret. */
export async function caseTraces(truth: Truth): Promise<Trace[]> {
  const { cluster, caseKeys } = truth;
  const files = await filesOf(truth, 'vault', CASES);
  const rows = await cluster.query<Row>('vault', CASES);
  const index = new Map(caseKeys.map((key, at) => [key, at]));
  return traces(rows, (row) => index.get(String(row['who'])) ?? -1, (row) => String(row['block']), files);
}

const CASES = `
  SELECT encode(c.secret_hash, 'hex') AS who, e.block, ${place('c')} AS "case's row",
    ${written('c')} AS "case written", ${place('e')} AS "enrolment's row",
    c.ctid::text AS "case @care_case", e.ctid::text AS "enrolment @case_enrolment",
    ${written('e')} AS "enrolment written", ${idPrefix('c.id')} AS "case's id",
    ${prefix('c.secret_hash')} AS "secret's hash", c.opened_on ${SINCE_OPENING} AS "month",
    p.*, r.*, o.*, a.*
  FROM care_case c JOIN case_enrolment e ON e.case_id = c.id
  LEFT JOIN LATERAL (SELECT ${place('p')} AS "preference's row",
    ${written('p')} AS "preference written",
    p.ctid::text AS "preference @case_preference" FROM case_preference p
    WHERE p.case_id = c.id) p ON true
  LEFT JOIN LATERAL (SELECT min(${place('r')}) AS "referral's row",
    min(${written('r')}) AS "referral written", min(r.made_on ${SINCE_OPENING}) AS "referral's day",
    min(right(r.handle, 4)::integer) AS "handle", min(r.ctid::text) AS "referral @referral"
    FROM referral r WHERE r.case_id = c.id) r ON true
  LEFT JOIN LATERAL (SELECT min(${place('i')}) AS "answer's row",
    min(${written('i')}) AS "answer written", min(i.ctid::text) AS "answer @idempotency"
    FROM idempotency i
    WHERE i.scope = 'open-case:' || encode(c.secret_hash, 'hex')) o ON true
  LEFT JOIN LATERAL (SELECT min(${place('a')}) AS "first session's row",
    min(${written('a')}) AS "first session written", count(*) AS "sessions",
    min(extract(epoch FROM a.starts_at)) AS "first time",
    min(${place('s')}) AS "slot's row", min(${written('s')}) AS "slot written",
    min(${place('j')}) AS "hold's row", min(${written('j')}) AS "hold written",
    min(a.ctid::text) AS "first session @authorisation", min(s.ctid::text) AS "slot @slot",
    min(j.ctid::text) AS "hold @journal_entry", min(a.meeting_version) AS "meeting's version"
    FROM referral r JOIN authorisation a ON a.referral_id = r.id
    LEFT JOIN slot s ON s.id = a.slot_id LEFT JOIN journal_entry j ON j.id = a.hold_id
    WHERE r.case_id = c.id) a ON true`;
