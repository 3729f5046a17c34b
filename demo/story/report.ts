import { written } from '#wallet/documents';
import { awaited } from './together.ts';
import { codeOf } from '#wallet/refusal';
import { readStatement } from '#wallet/statements';
import { peopleOf, type Company } from './company.ts';
import { hrSignsIn, type Employer } from './employer.ts';
import type { Stage } from './stage.ts';

/** A cell of the release as HR reads it. */
export interface Cell {
  readonly table: string;
  readonly key: string;
  /** The block that it is about; null for everyone. */
  readonly block: string | null;
  /** The modality, concern or number of sessions that it is about; null for all of them. */
  readonly category: string | null;
  readonly users: number | null;
  readonly sessions: number | null;
  readonly reason: string;
  readonly why: string;
}

/** What HR holds after the close. */
export interface Report {
  readonly period: string;
  readonly k: number;
  readonly cells: readonly Cell[];
  /** Days to a first session, the median as a band; null where it is protected. */
  readonly medianWait: string | null;
  /** Whether the pinned vault signed exactly these cells. */
  readonly signed: boolean;
  readonly purchased: number;
  readonly displayed: number;
  /** Sessions of the year that are settled so far. */
  readonly settled: number;
}

interface Release {
  period: string;
  k: number;
  body: string;
  signature: string;
  cells: Cell[];
  medianWait: string | null;
}

interface Body {
  period: string; k: number; cells: Cell[]; medianWait: string | null;
}

const RELEASES = written<{ usageReleases: Release[] }>(
  `query ($programmeId: ID!) { usageReleases(programmeId: $programmeId) {
  period k medianWait body signature
  cells { table key block category users sessions reason why } } }`);
const BALANCE = written<{ balance: {
  purchased: number; displayed: number; asOfRelease: string | null } }>(
  `query ($programmeId: ID!) {
  balance(programmeId: $programmeId) { purchased displayed asOfRelease } }`);

/** Three months are over: what was not claimed expires, one release is made, HR reads it. */
export async function periodCloses(stage: Stage, before: Employer): Promise<Report> {
  const { narrator, clock, calendar } = stage;
  narrator.act('Three months are over, and HR reads the report');
  await clock.moveTo(calendar.release);
  const report = await readReport(stage, await hrSignsIn(stage, before));
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

/** HR, who is signed in, reads the report of the calendar's months, which is due. */
export async function readReport(
  stage: Stage, { hr, programmeId }: Employer,
): Promise<Report> {
  const { calendar } = stage;
  const release = await awaited('the release', async () => {
    const { usageReleases } = await hr.ask(
      RELEASES, { programmeId });
    return usageReleases.find(({ period }) => period === calendar.report);
  });
  const balance = await awaited('the balance as of the release', async () => {
    const answer = await hr.ask(
      BALANCE, { programmeId });
    return (answer.balance.asOfRelease ?? '') >= calendar.report ? answer.balance : undefined;
  });
  const body = await signedBody(stage, release);
  return {
    period: release.period, k: release.k, cells: release.cells, medianWait: release.medianWait,
    signed: body !== null && sameCells(body, release),
    settled: balance.purchased - balance.displayed,
    purchased: balance.purchased, displayed: balance.displayed,
  };
}

/** How many numbers of users a report tells, and how many it does not. */
export function toldIn({ cells }: Report): { told: number; untold: number } {
  const told = cells.filter(({ users }) => users !== null).length;
  return { told, untold: cells.length - told };
}

/** The fewest users, and the fewest others, behind any number of users that HR is told. */
export function smallestGroup(companies: readonly Company[]): { users: number; others: number } {
  const groups = companies.flatMap((company) => company.reports.flatMap(({ cells }) =>
    cells.filter((cell): cell is Cell & { users: number } => cell.users !== null)
      .map(({ block, users }) => ({ users, others: peopleIn(company, block) - users }))));
  return {
    users: Math.min(...groups.map(({ users }) => users)),
    others: Math.min(...groups.map(({ others }) => others)),
  };
}

function peopleIn(company: Company, block: string | null): number {
  if (block === null) return peopleOf(company);
  return company.employer.blocks.find((one) => one.block === block)?.headcount ?? 0;
}

async function signedBody(stage: Stage, { body, signature }: Release): Promise<Body | null> {
  try {
    return await readStatement<Body>(
      stage.brief.vaultSigningPublicKey, 'usage', { type: 'usage', body, signature });
  } catch (error) {
    if (codeOf(error) === 'NOT_THE_VAULT') return null;
    throw error;
  }
}

function sameCells(body: Body, release: Release): boolean {
  const rows = (cells: readonly Cell[]) => JSON.stringify(cells.map((cell) =>
    [cell.table, cell.key, cell.users, cell.sessions, cell.reason]));
  return body.period === release.period && body.k === release.k
    && body.medianWait === release.medianWait
    && rows(body.cells) === rows(release.cells);
}
