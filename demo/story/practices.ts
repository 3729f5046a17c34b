import { expectKind, type Kind } from './kinds.ts';
import type { Authenticator } from './authenticator.ts';
import { givenPassword, therapistDoor, therapistJoins } from './therapist-door.ts';
import { fetchDirectory } from '#wallet/directory';
import { written } from '#wallet/documents';
import { awaited, together } from './together.ts';
import type { VaultClient } from '#wallet/vault';
import { workingDays } from './calendar.ts';
import { meetingOf } from './meeting.ts';
import { CROWD, newKey, type Scenario } from './scenario.ts';
import type { Modality, Practice } from './plot.ts';

/** A therapist of the story: her sign-in, and her console while she is signed in. */
export interface Therapist {
  readonly id: string;
  readonly practice: Practice;
  readonly login: string;
  readonly password: string;
  /** Her second factor, without which a therapist can do nothing. */
  readonly app: Authenticator;
  /** The vault's door with her authorisation. */
  readonly console: VaultClient;
}

type Registered = Kind & {
  __typename: 'ProviderRegistered'; providerId: string; login: string;
  initialPassword: string | null;
};

const REGISTER = written<{ registerProvider: Registered }>(
  `mutation ($input: RegisterProviderInput!) {
  registerProvider(input: $input) { __typename
    ... on ProviderRegistered { providerId login initialPassword }
    ... on RegistrationRefused { code message } } }`);

/** They fit into one sealed request. */
const SLOTS_AT_ONCE = 100;
const PUBLISH = written<{ publishSlots: Kind }>(`mutation ($slots: [SlotInput!]!) {
  publishSlots(slots: $slots) { __typename
    ... on SlotsPublished { count } ... on SlotsRefused { code message } } }`);

/** Argon2id is slow on purpose, and the vault runs two at once; answers take longer than that. */
const SIGN_INS_AT_ONCE = 4;
/** Hours (UTC) at which sessions can begin. */
const HOURS = [7, 9, 11, 13, 15, 17];

/** The operator registers therapists whose licences it has checked; they publish their times. */
export async function therapistsJoin(scenario: Scenario): Promise<Therapist[]> {
  const { plot } = scenario;
  const therapists = await together(plot.practices, SIGN_INS_AT_ONCE, async (practice, place) => {
    const therapist = await register(scenario, practice, place);
    await publishTimes(scenario, therapist, place);
    return therapist;
  });
  await directoryOf(scenario, therapists.length);
  return therapists;
}

/** Say what joining was. */
export function tellJoined(
  { narrator, calendar }: Scenario, therapists: readonly Therapist[],
): void {
  narrator.act('Meanwhile therapists joined');
  narrator.say(`${therapists.length} therapists were registered with their licences, set up their `
    + `second factors and published their times from ${calendar.firstSession} to ${calendar.lastSession}.`);
  narrator.saw({
    gateway: 'sealed requests, and a signed directory that everyone downloads whole',
    vault: 'names, licences and times of therapists',
    therapist: 'her own account',
  });
}

/** The vault signs its directory anew after somebody joined; members download it whole. */
function directoryOf({ ports: { doors } }: Scenario, count: number): Promise<unknown> {
  return awaited('the directory of all therapists', async () => {
    const practices = await fetchDirectory(doors).then((all) => all.practices, () => []);
    return practices.length >= count ? practices : undefined;
  });
}

/** A therapist signs in again: sessions end. */
export async function therapistSignsIn(
  scenario: Scenario, therapist: Therapist,
): Promise<Therapist> {
  return { ...therapist, console: await therapistDoor(scenario, therapist) };
}

/** All therapists sign in again. */
export function therapistsSignIn(
  scenario: Scenario, all: readonly Therapist[],
): Promise<Therapist[]> {
  return together(all, SIGN_INS_AT_ONCE, (therapist) => therapistSignsIn(scenario, therapist));
}

/** Put times of hers where they can be booked. */
export async function publishSlots(
  { console }: Therapist, slots: readonly { startsAt: string; modality: Modality }[],
): Promise<void> {
  for (let at = 0; at < slots.length; at += SLOTS_AT_ONCE) {
    const { publishSlots: published } = await console.ask(PUBLISH, {
      slots: slots.slice(at, at + SLOTS_AT_ONCE).map((slot) => ({ ...slot, minutes: 50 })) });
    expectKind(published, 'SlotsPublished');
  }
}

async function register(scenario: Scenario, practice: Practice, place: number): Promise<Therapist> {
  const { registerProvider } = await scenario.vaultOperator.ask(
    REGISTER, { input: {
      ...practice, idempotencyKey: newKey(), timeZone: 'Europe/Berlin',
      meeting: meetingOf(practice.modalities, place),
      licences: [{ jurisdiction: 'DE', number: `PT-${10_000 + place}`, expires: `${Number(scenario.calendar.present.slice(0, 4)) + 2}-12-31` }],
    } });
  const { providerId, login, initialPassword } = expectKind(registerProvider, 'ProviderRegistered');
  const password = `quiet-lantern-${scenario.brief.seed}-above-${place}-canals`;
  const given = await givenPassword(scenario.vaultOperator, login, initialPassword);
  const { console, app } = await therapistJoins(scenario, { login, password: given }, password);
  return { id: providerId, practice, login, password, app, console };
}

/** Therapists who are signed in publish their times of the calendar's months. */
export async function publishMonths(scenario: Scenario, all: readonly Therapist[]): Promise<void> {
  await together(all, CROWD, (therapist, place) => publishTimes(scenario, therapist, place));
}

async function publishTimes(
  scenario: Scenario, therapist: Therapist, place: number,
): Promise<void> {
  const { calendar } = scenario;
  const { modalities } = therapist.practice;
  const days = workingDays(calendar.firstSession, calendar.lastSession);
  const slots = days.flatMap((day, dayPlace) => HOURS.map((hour, hourPlace) => ({
    startsAt: `${day}T${String(hour).padStart(2, '0')}:00:00.000Z`,
    modality: modalities[(place + dayPlace + hourPlace) % modalities.length] ?? 'VIDEO',
  })));
  await publishSlots(therapist, slots);
}
