import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import { written } from '#wallet/documents';
import { awaited } from './together.ts';
import { setUpApp, type Authenticator } from './authenticator.ts';
import { expectKind, type Kind } from './kinds.ts';
import { money } from './purchase.ts';
import type { GatewayClient } from '#wallet/gateway';
import { reach, type Scenario } from './scenario.ts';
import { vaultConfirms } from './terms.ts';

/** The employer's side of the story: HR signed in, and the programme. */
export interface Employer {
  /** HR's console: a cookie and a CSRF token. */
  readonly hr: GatewayClient;
  readonly email: string;
  readonly password: string;
  /** Her second factor, without which an administrator can do nothing. */
  readonly app: Authenticator;
  readonly recoveryCodes: readonly string[];
  readonly name: string;
  readonly programmeId: string;
  readonly currency: string;
  readonly blocks: readonly Block[];
}

/** A group that reports speak of. */
interface Block { readonly block: string; readonly label: string; readonly headcount: number }

type EmployerCreated = Kind & { __typename: 'EmployerCreated'; invitationToken: string };
type SignedIn = Kind & { __typename: 'SignedIn'; csrfToken: string };
type ProgrammeCreated = Kind & { __typename: 'ProgrammeCreated'; programme: { id: string } };
type PeriodOpened = Kind & {
  __typename: 'PeriodOpened'; blocks: Block[];
};

const CREATE_EMPLOYER = written<{ createEmployer: EmployerCreated }>(
  `mutation ($input: CreateEmployerInput!) {
  createEmployer(input: $input) { __typename
    ... on EmployerCreated { invitationToken } ... on EmployerRefused { code message } } }`);

const ACCEPT = written<{ acceptInvitation: SignedIn }>(
  `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename
    ... on SignedIn { csrfToken } ... on InvitationRefused { code message } } }`);

const SIGN_IN = written<{ signIn: SignedIn }>(
  `mutation ($email: String!, $password: String!, $code: String!) {
  signIn(email: $email, password: $password, code: $code) { __typename
    ... on SignedIn { csrfToken } ... on SignInRefused { code message } } }`);

const CREATE_PROGRAMME = written<{ createProgramme: ProgrammeCreated }>(
  `mutation ($input: CreateProgrammeInput!) {
  createProgramme(input: $input) { __typename
    ... on ProgrammeCreated { programme { id } } ... on ProgrammeRefused { code message } } }`);

/** Opening a period. */
export const OPEN_PERIOD = `mutation ($programmeId: ID!, $period: String!) {
  openPeriod(programmeId: $programmeId, period: $period) { __typename
    ... on PeriodOpened { blocks { block label headcount } }
    ... on PeriodRefused { code message } } }`;

const PERIOD_STATUS = written<Programmes>('query { programmes { id periods { label status } } }');

const CURRENCY = 'EUR';
/** How a year stands of which letters can be made, before it begins and in it. */
const CONFIRMED = new Set(['PLANNED', 'OPEN']);

/** The operator creates the customer; its owner sets a password, a programme and a period up. */
export async function operatorCreatesEmployer(scenario: Scenario): Promise<Employer> {
  const { narrator, plot, gatewayOperator } = scenario;
  narrator.act('The operator creates an employer, and HR sets the programme up');
  await reach(scenario, scenario.calendar.setUp);
  const { createEmployer } = await gatewayOperator.ask(
    CREATE_EMPLOYER, { input: {
      name: plot.employer, currency: CURRENCY, ownerEmail: plot.ownerEmail, country: 'DE',
      seatPriceMinor: plot.seatPriceMinor } });
  const { invitationToken } = expectKind(createEmployer, 'EmployerCreated');
  const password = `calm-harbour-${scenario.brief.seed}-${scenario.brief.members}`;
  const hr = scenario.browser();
  const { acceptInvitation } = await hr.ask(
    ACCEPT, { token: invitationToken, password });
  hr.useCsrfToken(expectKind(acceptInvitation, 'SignedIn').csrfToken);
  const factor = await setUpApp(hr, password, scenario.clock.now());
  narrator.say('Administrators can do nothing before they have a second factor: she sets one up.');
  const { createProgramme } = await hr.ask(
    CREATE_PROGRAMME, { input: {
      name: plot.programme, sessionsPerMember: plot.sessionsPerMember, sites: plot.sites } });
  const programmeId = expectKind(createProgramme, 'ProgrammeCreated').programme.id;
  narrator.say(`${plot.employer}: ${sitesOf(plot)}.`);
  const blocks = await openYear(scenario, hr, programmeId);
  narrator.table(['block', 'who', 'people'],
    blocks.map(({ block, label, headcount }) => [block, label, headcount]));
  narrator.saw({
    employer: 'its own headcounts, and the blocks that the report will speak of',
    gateway: `${blocks.length} blocks of ${SMALLEST_BLOCK} people or more; it made one entry key for each of `
      + 'them and one session key',
    vault: 'the number of a contract, the sizes of departments without names, from which it planned '
      + 'days and blocks by itself, and the public keys, of which it keeps its own copy',
  });
  return {
    hr, email: plot.ownerEmail, password, ...factor, name: plot.employer, programmeId,
    currency: CURRENCY, blocks };
}

/** HR signs in again: sessions end, and the story takes months. */
export async function hrSignsIn(scenario: Scenario, employer: Employer): Promise<Employer> {
  const hr = scenario.browser();
  const { email, password, app } = employer;
  const code = app.code(scenario.clock.now());
  const { signIn } = await hr.ask(SIGN_IN, { email, password, code });
  hr.useCsrfToken(expectKind(signIn, 'SignedIn').csrfToken);
  return { ...employer, hr };
}

/** HR proposes the calendar's year, and the vault's operator confirms it. @returns its blocks. */
export async function openYear(
  scenario: Scenario, hr: GatewayClient, programmeId: string,
): Promise<readonly Block[]> {
  const { narrator, plot, calendar } = scenario;
  const { openPeriod: opened } = await hr.ask(
    written<{ openPeriod: PeriodOpened }>(OPEN_PERIOD), { programmeId, period: calendar.period });
  const { blocks } = expectKind(opened, 'PeriodOpened');
  narrator.say(`HR proposes ${calendar.period} with ${plot.sessionsPerMember} sessions for each.`);
  const people = blocks.reduce((sum, { headcount }) => sum + headcount, 0);
  // For who joins: a tenth of each block.
  const spareSeats = blocks.reduce((sum, { headcount }) => sum + Math.floor(headcount / 10), 0);
  const terms = await vaultConfirms(scenario, programmeId, calendar.period,
    { people, spareSeats, sessionsPerMember: plot.sessionsPerMember, k: 10, rateBps: 450,
      seatPrice: plot.seatPriceMinor === null ? null
        : { minor: plot.seatPriceMinor, currency: CURRENCY } });
  narrator.say(`The vault's operator holds contract ${terms.contract} against it: ${terms.people} `
    + `people and ${terms.spareSeats} spare seats of ${terms.sessionsPerMember} sessions, `
    + `at most ${money(terms.total)}. She confirms it.`);
  await periodOpened(hr, programmeId, calendar.period);
  return blocks;
}

function sitesOf({ sites }: Scenario['plot']): string {
  return sites.map(({ name, departments }) =>
    `${name} (${departments.map((each) => `${each.name} ${each.headcount}`).join(', ')})`)
    .join(' and ');
}

/** Resolves once the vault has its copy of the issuer keys of a period. */
export async function periodOpened(
  hr: GatewayClient, programmeId: string, period: string,
): Promise<void> {
  await awaited('the vault\'s copy of the issuer keys', async () => {
    const { programmes } = await hr.ask(PERIOD_STATUS);
    const found = programmes.find(({ id }) => id === programmeId)?.periods
      .find(({ label }) => label === period);
    return CONFIRMED.has(found?.status ?? '') ? true : undefined;
  });
}

interface Programmes {
  programmes: { id: string; periods: { label: string; status: string }[] }[];
}
