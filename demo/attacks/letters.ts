import { claimCredits } from '#wallet/claim';
import { caseDoor } from '#wallet/care';
import { written } from '#wallet/documents';
import type { Client } from '../story/care.ts';
import { allThatHrCanRead } from '../story/employer-view.ts';
import { OPEN_PERIOD, type Employer } from '../story/employer.ts';
import type { Kind } from '../story/kinds.ts';
import type { Member } from '../story/members.ts';
import type { Scenario } from '../story/scenario.ts';
import { newHolder } from '../story/wallets.ts';
import { succeeds, yields } from './verdicts.ts';

/*
 * HR, who gets the letters and says how many staff there are; and whoever prints them, who has read
 * every code.
 */

const CODES = 'HR reading the codes of letters';
const STAFF = 'letters for staff whom HR invented';
const PRINTED = 'what a letter was used for, by who printed it';

/** Beside all that HR reads: what is said of letters and staff, and who did what. */
const ABOUT_LETTERS = [
  `query ($programmeId: ID!, $period: String!) {
    keyDirectory(programmeId: $programmeId, period: $period) { keys { keyId block spki } }
    letterBatches(programmeId: $programmeId, period: $period) { isFolded orderedOn letters } }`,
  'query { teamActions(first: 200) { number action subject actor } }',
];
/** What is for whoever runs the service. */
const MAKE = ['printLetters', 'sealLetters'].map((name) => written<object>(
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { __typename ... on LettersPrinted { file } } }`));
const PRINT_FILES = written<object>(`query ($programmeId: ID!, $period: String!) {
  printFiles(programmeId: $programmeId, period: $period) { number } }`);
const BATCHES = written<{ letterBatches: Batch[] }>(
  `query ($programmeId: ID!, $period: String!) {
  letterBatches(programmeId: $programmeId, period: $period) { id letters spare reason } }`);
const ORDER = written<{ orderLetters: Kind }>(`mutation ($input: OrderLettersInput!) {
  orderLetters(input: $input) { __typename ... on LettersNotChanged { code message } } }`);
const CASE = written<object>('query { case { openedOn } }');

interface Batch {
  readonly id: string;
  readonly letters: number;
  readonly spare: number;
  readonly reason: string;
}

const NOT_HERS = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'];
const ORDERS = { wants: 'LettersChanged', defences: ['LettersNotChanged'] };

/** HR looks for any code in all that she can ask, and asks for what is the operators'. */
export async function hrReadsLetters(
  scenario: Scenario, employer: Employer, members: readonly Member[],
): Promise<void> {
  const { hr, programmeId } = employer;
  const asked = { programmeId, period: scenario.calendar.period };
  const answers = (await allThatHrCanRead(employer, asked.period)).split('\n');
  for (const text of ABOUT_LETTERS) {
    const given: Record<string, unknown> = text.includes('$period') ? asked : {};
    answers.push(JSON.stringify(await hr.ask(written<object>(text), given)));
  }
  const codes = members.map(({ letter }) => letter.code);
  for (const answer of answers) scenario.attacks.note(CODES, holdsCode(answer, codes));
  const order = { ...asked, language: 'EN' };
  for (const document of MAKE) {
    const recipient = document === MAKE[0] ? { recipient: 'age1' } : {};
    const attempt = hr.ask(document, { input: { ...order, ...recipient } });
    scenario.attacks.note(CODES, await yields(attempt, NOT_HERS));
  }
  scenario.attacks.note(CODES, await yields(hr.ask(PRINT_FILES, asked), NOT_HERS));
}

/** She wants more letters than there are spare seats, and the year once more. */
export async function hrInventsStaff(
  scenario: Scenario, { hr, programmeId }: Employer,
): Promise<void> {
  const asked = { programmeId, period: scenario.calendar.period };
  const { letterBatches } = await hr.ask(BATCHES, asked);
  for (const { id: batchId, spare, reason } of letterBatches) {
    if (reason !== 'EVERYBODY') continue;
    for (const spareSeen of [spare, spare + 1]) {
      const attempt = hr.ask(ORDER, { input: {
        batchId, letters: spare + 1, reason: 'JOINED', spareSeen } });
      scenario.attacks.note(STAFF, await succeeds(
        attempt.then(({ orderLetters }) => orderLetters), ORDERS));
    }
  }
  // To open a year again is answered as before, and is to bring nobody a letter more.
  await hr.ask(written<{ openPeriod: Kind }>(OPEN_PERIOD), asked);
  const after = await hr.ask(BATCHES, asked);
  scenario.attacks.note(STAFF, lettersOf(after.letterBatches) !== lettersOf(letterBatches));
}

function lettersOf(batches: readonly Batch[]): number {
  return batches.reduce((sum, { letters }) => sum + letters, 0);
}

/** Whoever printed the letters of people who are in care now enters them, and asks for the case. */
export async function printerLooks(
  scenario: Scenario, { programmeId }: Pick<Employer, 'programmeId'>, members: readonly Member[],
  clients: readonly Pick<Client, 'phrase'>[],
): Promise<void> {
  const inCare = new Set(clients.map(({ phrase }) => phrase));
  for (const { letter } of members.filter(({ phrase }) => inCare.has(phrase)).slice(0, 3)) {
    const { wallet } = await newHolder(scenario.ports);
    const claimed = await claimCredits(wallet, letter.code);
    scenario.attacks.note(PRINTED, claimed.kind !== 'not-usable');
    scenario.attacks.note(PRINTED,
      await yields(caseDoor(wallet, programmeId).ask(CASE), NOT_HERS));
  }
}

/** Whether a text has any of these codes in it, however it is written. */
export function holdsCode(text: string, codes: readonly string[]): boolean {
  const plain = (of: string) => of.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  const within = plain(text);
  return codes.some((code) => within.includes(plain(code)));
}
