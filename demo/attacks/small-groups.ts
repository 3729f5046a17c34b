import type { Employer } from '../story/employer.ts';
import { calendar } from '../story/calendar.ts';
import type { Stage } from '../story/stage.ts';
import type { Kind } from '../client/graphql.ts';
import { succeeds, yields } from './verdicts.ts';

const NAME = 'HR asking for a small group';
const EARLY = 'HR asking before the release';

/** Questions about few people: none of them is a question that the schema has. */
const QUESTIONS = [
  `query ($programmeId: ID!) {
    usageReleases(programmeId: $programmeId, department: "People") { period } }`,
  `query ($programmeId: ID!) {
    usageReleases(programmeId: $programmeId) { cells(department: "People") { users } } }`,
  `query ($programmeId: ID!) {
    usageReleases(programmeId: $programmeId, from: "2027-01-04", until: "2027-01-08") { period } }`,
  `query ($programmeId: ID!) { programmes { id sites { departments { users } } }
    balance(programmeId: $programmeId) { spent } }`,
  `query ($programmeId: ID!) { codeLetters(programmeId: $programmeId, period: "${calendar.period}",
    first: 1) { code claimed } }`,
];

const OPERATIONS = 'query { operations { issuedSession } }';
const RELEASES = `query ($programmeId: ID!) {
  usageReleases(programmeId: $programmeId) { period cells { users sessions } } }`;

const NO_SUCH_QUESTION = ['BAD_USER_INPUT'];
const NOT_HERS = ['UNAUTHENTICATED', 'FORBIDDEN'];
const CREATES = { wants: 'ProgrammeCreated', defences: ['ProgrammeRefused'] };

const SMALL_PROGRAMME = `mutation ($input: CreateProgrammeInput!) {
  createProgramme(input: $input) { __typename ... on ProgrammeCreated { programme { id } } } }`;

/** HR asks about a department, a week, the spending and the codes, and lowers k. */
export async function smallGroups(stage: Stage, { hr, programmeId }: Employer): Promise<void> {
  for (const question of QUESTIONS) {
    stage.attacks.note(NAME, await yields(hr.ask(question, { programmeId }), NO_SUCH_QUESTION));
  }
  stage.attacks.note(NAME, await yields(hr.ask(OPERATIONS), NOT_HERS));
  const lowered = createProgramme(hr, { k: 2, people: 240 });
  stage.attacks.note(NAME, await yields(lowered, NO_SUCH_QUESTION, isCreated));
  // Eleven people would each be in a crowd of eleven.
  const few = createProgramme(hr, { people: 11 });
  stage.attacks.note(NAME, await succeeds(few, CREATES));
}

/** HR asks for the report while the period is running. */
export async function earlyReport(stage: Stage, { hr, programmeId }: Employer): Promise<void> {
  const attempt = hr.ask<{ usageReleases: unknown[] }>(RELEASES, { programmeId });
  const told = yields(attempt, [], ({ usageReleases }) => usageReleases.length > 0);
  stage.attacks.note(EARLY, await told);
}

const isCreated = ({ programme }: { programme?: unknown }) => programme !== undefined;

async function createProgramme(
  hr: Employer['hr'], { k, people }: { k?: number; people: number },
): Promise<Kind & { programme?: { id: string } }> {
  const { createProgramme: created } = await hr.ask<{
    createProgramme: Kind & { programme?: { id: string } } }>(SMALL_PROGRAMME, { input: {
    name: 'A few of us', sessionsPerMember: 4, ...(k ? { k } : {}),
    sites: [{ name: 'Hamburg', departments: [{ name: 'Board', headcount: people }] }] } });
  return created;
}
