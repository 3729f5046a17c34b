import { drawsOfVault, isWithheld, MOST_TIMES_EACH } from '#matching/daily-view';
import { written } from '#wallet/documents';
import type { GatewayClient } from '#wallet/gateway';
import { fetchSigned } from '#wallet/signed-files';
import type { VaultClient } from '#wallet/vault';
import { awaited } from '../../demo/story/together.ts';
import { setUpApp, type Authenticator } from '../../demo/story/authenticator.ts';
import { hrSignsIn, OPEN_PERIOD } from '../../demo/story/employer.ts';
import { expectKind, type Kind } from '../../demo/story/kinds.ts';
import { givenPassword, therapistJoins } from '../../demo/story/therapist-door.ts';
import { meetingOf } from '../../demo/story/meeting.ts';
import { printedLetters } from '../../demo/story/printer.ts';
import { openService, type WebService } from './service.ts';

/** A service in a year that begins with this month, with letters and therapists who have time. */
export interface EmployeeScenario {
  readonly service: WebService;
  readonly origin: string;
  readonly programmeId: string;
  readonly period: string;
  /** Codes of letters that nobody has used. */
  readonly codes: readonly string[];
  readonly therapists: readonly ScenarioTherapist[];
  /** The second factor of its HR. */
  readonly factor: { readonly app: Authenticator; readonly recoveryCodes: readonly string[] };
  close(): Promise<void>;
}

/** A therapist with her own way to the vault. */
export interface ScenarioTherapist {
  readonly name: string;
  readonly login: string;
  readonly password: string;
  readonly app: Authenticator;
  readonly door: VaultClient;
}

type Registered = Kind & { __typename: 'ProviderRegistered'; login: string;
  initialPassword: string | null };

/** The owner of its HR. */
export const HR = { email: 'people@quill.example', password: 'calm-harbour-of-quill' };

const MEMBERS = 80;
/** Few, so that a wallet is filled in a moment. */
const SESSIONS = 3;
const DAY_MS = 86_400_000;

const PRACTICES = [
  { name: 'Ada Ekberg', languages: ['en', 'de'], modalities: ['VIDEO', 'PHONE'], gender: 'FEMALE',
    specialities: ['STRESS', 'ANXIETY'] },
  { name: 'Tomás Almeida', languages: ['en', 'es'], modalities: ['VIDEO', 'IN_PERSON'],
    gender: 'MALE', specialities: ['WORK', 'GRIEF'] },
] as const;

/** Start the service and set everything up that comes before an employee. */
export async function openEmployeeScenario(running?: WebService): Promise<EmployeeScenario> {
  const service = running
    ?? await openService({ members: MEMBERS, providers: PRACTICES.length, seed: 1 });
  const { scenario } = service.world;
  const period = new Date().toISOString().slice(0, 7);
  const { hr, ...factor } = await hireHr(service);
  const programmeId = await openProgramme(hr, period);
  const therapists: ScenarioTherapist[] = [];
  for (const practice of PRACTICES) therapists.push(await join(scenario, practice));
  const codes = await lettersOf(scenario.gatewayOperator, programmeId, period);
  await awaited('the directory with both therapists', async () => {
    const { body } = await fetchSigned(scenario.doorPorts.transport, scenario.clock, 'directory')
      .catch(() => ({ body: '' }));
    return PRACTICES.every(({ name }) => body.includes(name)) || undefined;
  });
  return {
    service, origin: service.origin, programmeId, period, codes, therapists, factor,
    close: () => service.close(),
  };
}

/**
 * What midnight does, for the soonest times of each therapist that nobody is kept from: as many as
 * everybody is shown, so that all see the same, whatever the vault's key draws.
 */
export async function settleTimes(
  { service: { cluster, world } }: { readonly service: Pick<WebService, 'cluster' | 'world'> },
  now = new Date(),
): Promise<void> {
  const draws = drawsOfVault(Buffer.from(world.service.secrets.vault['VAULT_KEK']!, 'hex'));
  const open = await cluster.query<{ id: string; providerId: string; startsAt: Date }>('vault', `
    SELECT id, provider_id AS "providerId", starts_at AS "startsAt" FROM slot
    WHERE status = 'open' AND starts_at > $1 ORDER BY starts_at`, [now]);
  const offered = Map.groupBy(
    open.filter((time) => !isWithheld(time, now, draws)), ({ providerId }) => providerId);
  const soonest = [...offered.values()].flatMap((hers) => hers.slice(0, MOST_TIMES_EACH));
  // At once, as whoever looks meanwhile sees it.
  await cluster.query('vault', `DELETE FROM free_time;
    INSERT INTO free_time (slot_id, provider_id, starts_at, minutes, modality)
    SELECT id, provider_id, starts_at, minutes, modality FROM slot
    WHERE id = ANY ('{${soonest.map(({ id }) => id).join()}}')`);
}

async function hireHr({ world: { scenario } }: WebService): Promise<{
  hr: GatewayClient; app: Authenticator; recoveryCodes: readonly string[];
}> {
  const { createEmployer } = await scenario.gatewayOperator.ask(
    written<{ createEmployer: Kind & { __typename: 'EmployerCreated'; invitationToken: string } }>(
      `mutation ($input: CreateEmployerInput!) { createEmployer(input: $input) { __typename
      ... on EmployerCreated { invitationToken } ... on EmployerRefused { code message } } }`),
    { input: {
      name: 'Quillfeather', currency: 'EUR', ownerEmail: HR.email, country: 'DE' } });
  const hr = scenario.browser();
  const { acceptInvitation } = await hr.ask(
    written<{ acceptInvitation: Kind & { __typename: 'SignedIn'; csrfToken: string } }>(
      `mutation ($token: String!, $password: String!) {
      acceptInvitation(token: $token, password: $password) { __typename
        ... on SignedIn { csrfToken } ... on InvitationRefused { code message } } }`),
    { token: expectKind(createEmployer, 'EmployerCreated').invitationToken,
      password: HR.password });
  hr.useCsrfToken(expectKind(acceptInvitation, 'SignedIn').csrfToken);
  return { hr, ...await setUpApp(hr, HR.password, scenario.clock.now()) };
}

/** A programme of an employer, and a period of it whose terms the vault's operator confirmed. */
export async function openProgramme(
  hr: GatewayClient, period: string, name = 'Care',
): Promise<string> {
  const { createProgramme } = await hr.ask(
    written<{ createProgramme: Kind & { __typename: 'ProgrammeCreated'; programme: { id: string } } }>(
      `mutation ($input: CreateProgrammeInput!) { createProgramme(input: $input) { __typename
      ... on ProgrammeCreated { programme { id } } ... on ProgrammeRefused { code message } } }`),
    { input: { name, sessionsPerMember: SESSIONS, sites: [
      { name: 'Vlissingen', departments: [{ name: 'Hullwrights', headcount: MEMBERS }] }] } });
  const programmeId = expectKind(createProgramme, 'ProgrammeCreated').programme.id;
  const { openPeriod } = await hr.ask(
    written<{ openPeriod: Kind & { __typename: 'PeriodOpened' } }>(
      `mutation ($programmeId: ID!, $period: String!) {
      openPeriod(programmeId: $programmeId, period: $period) { __typename
        ... on PeriodRefused { code message } } }`), { programmeId, period });
  expectKind(openPeriod, 'PeriodOpened');
  await awaited('the vault\'s copy of the keys', async () => {
    const { programmes } = await hr.ask(
      written<{ programmes: { id: string; periods: { status: string }[] }[] }>(
        'query { programmes { id periods { status } } }'));
    return programmes.find(({ id }) => id === programmeId)?.periods
      .some(({ status }) => status === 'OPEN') || undefined;
  });
  return programmeId;
}

/** Codes of the letters of a period, as the print shop reads them. */
export async function lettersOf(operator: GatewayClient, programmeId: string, period: string) {
  return (await printedLetters(operator, programmeId, period)).map(({ code }) => code);
}

/** HR of a scenario, who signs in: by a code of her authenticator, each of which is good once. */
export async function hrOf(
  { service: { world: { scenario } }, programmeId, factor }: EmployeeScenario,
): Promise<GatewayClient> {
  const { hr } = await hrSignsIn(scenario, {
    ...HR, ...factor, name: '', programmeId, currency: 'EUR', blocks: [],
    hr: scenario.browser() });
  return hr;
}

/** A year is opened by HR and confirmed. @returns the codes of its letters */
export async function lettersOfYear(
  { service: { world: { scenario } } }: EmployeeScenario, hr: GatewayClient, programmeId: string,
  period: string,
): Promise<string[]> {
  const { openPeriod } = await hr.ask(
    written<{ openPeriod: Kind }>(OPEN_PERIOD), { programmeId, period });
  expectKind(openPeriod, 'PeriodOpened');
  return lettersOf(scenario.gatewayOperator, programmeId, period);
}

async function join(
  scenario: WebService['world']['scenario'], practice: (typeof PRACTICES)[number],
): Promise<ScenarioTherapist> {
  const { registerProvider } = await scenario.vaultOperator.ask(
    written<{ registerProvider: Registered }>(
      `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { __typename
      ... on ProviderRegistered { login initialPassword } ... on RegistrationRefused { code } } }`),
    { input: {
      ...practice, idempotencyKey: crypto.randomUUID(), timeZone: 'Europe/Berlin',
      meeting: meetingOf(practice.modalities),
      licences: [{ jurisdiction: 'DE', number: 'PT-10001', expires: '2035-12-31' }],
    } });
  const { login, initialPassword } = expectKind(registerProvider, 'ProviderRegistered');
  const password = 'quiet lantern above canals';
  const given = await givenPassword(scenario.vaultOperator, login, initialPassword);
  const { console: door, app } = await therapistJoins(
    scenario, { login, password: given }, password);
  await door.ask(written(
    `mutation ($slots: [SlotInput!]!) { publishSlots(slots: $slots) { __typename } }`),
  { slots: timesOf(practice.modalities) });
  return { name: practice.name, login, password, app, door };
}

/** Some times a day, from the day after tomorrow on, for two weeks. */
function timesOf(modalities: readonly string[]) {
  const start = new Date(new Date().toISOString().slice(0, 10)).getTime() + 2 * DAY_MS;
  return Array.from({ length: 14 }, (_, day) => [9, 11, 15].map((hour, place) => ({
    startsAt: new Date(start + day * DAY_MS + hour * 3_600_000).toISOString(), minutes: 50,
    modality: modalities[(day + place) % modalities.length],
  }))).flat();
}
