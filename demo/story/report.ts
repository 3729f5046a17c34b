import { hexToBytes } from '@noble/hashes/utils.js';
import { verifyYearFile } from '#disclosure/year/verify-file';
import { REPORT_STATEMENT } from '#disclosure/year/statement';
import { written } from '#wallet/documents';
import { awaited } from './together.ts';
import { hrSignsIn, type Employer } from './employer.ts';
import type { Scenario } from './scenario.ts';

/** A group of a list, as finely as it is told. */
interface Group {
  readonly name: string;
  /** Of sites: what they are called. */
  readonly label: string | null;
  readonly people: number;
  /** Of sites: how many people there are. */
  readonly covered: number | null;
  /** Whether its parts cannot all be told, so that none is. */
  readonly isWhole: boolean;
}

/** What HR reads of a year so far, as the gateway shows it. */
interface YearReport {
  /** The year. */
  readonly period: string;
  readonly covered: number;
  readonly k: number;
  /** Reports so far, of four. */
  readonly released: number;
  /** Null where nothing can be told. */
  readonly use: {
    readonly people: number; readonly shareBps: number;
    readonly leastBps: number; readonly mostBps: number;
  } | null;
  readonly settled: number | null;
  /** Whether the year has a flat price. */
  readonly isFlat: boolean;
  readonly wait: { readonly band: string } | null;
  readonly course: readonly {
    readonly turns: readonly number[]; readonly status: string; readonly people: number | null;
  }[];
  readonly lists: readonly {
    readonly list: string;
    /** Fewest people of a group. */
    readonly least: number;
    /** All that was told of it; where that was more than once, each after it. */
    readonly editions: readonly { readonly groups: readonly Group[] }[];
  }[];
  readonly statements: readonly { readonly body: string; readonly signature: string }[];
}

/** A year's report as HR holds it, with what its auditor finds, and the balance. */
export interface Report extends YearReport {
  /** The first promise that it breaks, by the vault's key alone; null where all are kept. */
  readonly broken: string | null;
  readonly purchased: number;
  readonly displayed: number;
  /** Settled beyond what was bought. */
  readonly shortfall: number;
  /** Last day of the years whose flat price is paid; null: none is. */
  readonly paidUntil: string | null;
}

/** A number of users that HR is told, and how few it may be of. */
export interface Told {
  readonly users: number;
  readonly least: number;
  /** Everybody else of the group; null where no group of people is meant. */
  readonly others: number | null;
}

const REPORTS = written<{ reports: YearReport[] }>(
  `query ($programmeId: ID!) { reports(programmeId: $programmeId) {
  period covered k released settled isFlat use { people shareBps leastBps mostBps } wait { band }
  course { turns status people }
  lists { list least editions { groups { name label people covered isWhole } } }
  statements { body signature } } }`);
const BALANCE = written<{ balance: {
  purchased: number; displayed: number; shortfall: number; asOfRelease: string | null;
  paidUntil: string | null } }>(
  `query ($programmeId: ID!) {
  balance(programmeId: $programmeId) { purchased displayed shortfall asOfRelease paidUntil } }`);

/** Three months are over: what was not claimed expires, one release is made, HR reads it. */
export async function periodCloses(scenario: Scenario, before: Employer): Promise<Report> {
  const { narrator, clock, calendar } = scenario;
  narrator.act('Three months are over, and HR reads the report');
  await clock.moveTo(calendar.release);
  const report = await readReport(scenario, await hrSignsIn(scenario, before));
  narrator.say('The vault made one release from its microdata, checked it and signed it; it will '
    + 'never be revised. Later events count in the next one.');
  narrator.saw({
    employer: 'its report and its balance, for the first time since it paid',
    gateway: 'the same signed report',
    vault: 'the microdata, which stay there',
    therapist: 'nothing of the report',
  });
  return report;
}

/** HR, who is signed in, reads the year's report with the calendar's months, which are due. */
export async function readReport(
  scenario: Scenario, { hr, programmeId }: Employer,
): Promise<Report> {
  const { calendar } = scenario;
  const due = Number(calendar.report.split('.')[1]);
  const year = await awaited('the report', async () => {
    const { reports } = await hr.ask(REPORTS, { programmeId });
    return reports.find(({ period, released }) => period === calendar.period && released >= due);
  });
  const balance = await awaited('the balance as of the report', async () => {
    const answer = await hr.ask(BALANCE, { programmeId });
    return (answer.balance.asOfRelease ?? '') >= calendar.report ? answer.balance : undefined;
  });
  const { purchased, displayed, shortfall, paidUntil } = balance;
  return {
    ...year, broken: await brokenIn(scenario, year), purchased, displayed, shortfall, paidUntil };
}

/** What HR's auditor finds, who has the file and the vault's public key. */
async function brokenIn(
  { brief }: Scenario, { statements }: YearReport,
): Promise<string | null> {
  const file = { statements: statements.map(({ body, signature }) => ({
    type: REPORT_STATEMENT, body: Buffer.from(body, 'base64url').toString(), signature })) };
  const verdict = await verifyYearFile(file, [hexToBytes(brief.vaultSigningPublicKey)]);
  return verdict.kind === 'broken' ? verdict.promise : null;
}

/** Every number of users that a report tells. */
export function toldIn({ k, covered, use, course, lists }: Report): Told[] {
  const totals = [use?.people ?? null, ...course.map(({ people }) => people)]
    .filter((people) => people !== null);
  const groups = lists.flatMap(({ least, editions }) => editions.flatMap((edition) =>
    edition.groups.map((group) => ({ least, group }))));
  return [
    ...totals.map((users) => ({ users, least: k, others: covered - users })),
    ...groups.map(({ least, group }) => ({ users: group.people, least,
      others: group.covered === null ? null : group.covered - group.people })),
  ];
}
