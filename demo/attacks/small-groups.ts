import { randomUUID } from 'node:crypto';
import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import { written } from '#wallet/documents';
import type { Employer } from '../story/employer.ts';
import type { Scenario } from '../story/scenario.ts';
import type { Kind } from '../story/kinds.ts';
import { succeeds, yields } from './verdicts.ts';

const NAME = 'HR asking for a small group';
const EARLY = 'HR asking before the release';

/** What HR may ask about her own programme, when people have used it and nothing is released. */
const OWN = written<Own>(`query ($programmeId: ID!, $period: String!) {
  balance(programmeId: $programmeId) { purchased displayed asOfRelease }
  programmes { blocks { block headcount } }
  keyDirectory(programmeId: $programmeId, period: $period) { keys { block } }
  reports(programmeId: $programmeId) { released } }`);
interface Own {
  balance: { purchased: number; displayed: number; asOfRelease: string | null };
  programmes: { blocks: { block: string; headcount: number }[] }[];
  keyDirectory: { keys: { block: string | null }[] };
  reports: { released: number }[];
}

/** What would tell her of few: each is asked of the real answer. */
const TELLTALES: readonly ((answer: Own) => boolean)[] = [
  // What was spent since she paid.
  ({ balance }) => balance.displayed !== balance.purchased || balance.asOfRelease !== null,
  // A block that is one team, in the report to come or by a key of its own.
  ({ programmes }) => programmes.some(({ blocks }) =>
    blocks.some(({ headcount }) => headcount < SMALLEST_BLOCK)),
  ({ programmes, keyDirectory }) => {
    const known = new Set(programmes.flatMap(({ blocks }) => blocks.map(({ block }) => block)));
    return keyDirectory.keys.some(({ block }) => block !== null && !known.has(block));
  },
  ({ reports }) => reports.some(({ released }) => released > 0),
];

const OPERATIONS = written<object>('query { operations { issuedSession } }');
const VAULT_OPERATIONS = written<object>('query { operations { cases spentSession } }');
const RELEASES = `query ($programmeId: ID!) {
  reports(programmeId: $programmeId) { period use { people } settled } }`;

const NOT_HERS = ['UNAUTHENTICATED', 'FORBIDDEN'];
const CREATES = { wants: 'ProgrammeCreated', defences: ['ProgrammeRefused'] };

const SMALL_PROGRAMME = written<{ createProgramme: Kind & { programme?: { id: string } } }>(
  `mutation ($input: CreateProgrammeInput!) {
  createProgramme(input: $input) { __typename ... on ProgrammeCreated { programme { id } } } }`);

/**
 * HR asks all that there is to ask about her own programme, then what is for others: another
 * programme, the operators' counts; and lowers k. Every question is one that the schemas have.
 *
 * @param another the programme of another employer.
 */
export async function smallGroups(
  scenario: Scenario, { hr, programmeId }: Employer, another: string = randomUUID(),
): Promise<void> {
  const own = hr.ask(OWN, { programmeId, period: scenario.calendar.period });
  for (const tells of TELLTALES) scenario.attacks.note(NAME, await yields(own, [], tells));
  const others = hr.ask(written(RELEASES), { programmeId: another });
  scenario.attacks.note(NAME, await yields(others, ['NOT_FOUND']));
  scenario.attacks.note(NAME, await yields(hr.ask(OPERATIONS), NOT_HERS));
  scenario.attacks.note(NAME, await yields(scenario.vault.ask(VAULT_OPERATIONS), NOT_HERS));
  const lowered = createProgramme(hr, { k: 2, people: 240 });
  scenario.attacks.note(NAME, await yields(lowered, ['BAD_USER_INPUT'], isCreated));
  // Eleven people would each be in a crowd of eleven.
  const few = createProgramme(hr, { people: 11 });
  scenario.attacks.note(NAME, await succeeds(few, CREATES));
}

/** HR asks for the report while the period is running. */
export async function earlyReport(
  scenario: Scenario, { hr, programmeId }: Employer,
): Promise<void> {
  const attempt = hr.ask(written<{ reports: unknown[] }>(RELEASES), { programmeId });
  const told = yields(attempt, [], ({ reports }) => reports.length > 0);
  scenario.attacks.note(EARLY, await told);
}

const isCreated = ({ programme }: { programme?: unknown }) => programme !== undefined;

async function createProgramme(
  hr: Employer['hr'], { k, people }: { k?: number; people: number },
): Promise<Kind & { programme?: { id: string } }> {
  const { createProgramme: created } = await hr.ask(SMALL_PROGRAMME, { input: {
    name: 'A few of us', sessionsPerMember: 4, ...(k ? { k } : {}),
    sites: [{ name: 'Hamburg', departments: [{ name: 'Board', headcount: people }] }] } });
  return created;
}
