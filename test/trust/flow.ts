import { written } from '#wallet/documents';
import type { GatewayClient } from '#wallet/gateway';
import { Secret as AppSecret, TOTP } from 'otpauth';
import { bookSessions } from '../../demo/story/booking.ts';
import type { Client } from '../../demo/story/care.ts';
import { hrSignsIn, type Employer } from '../../demo/story/employer.ts';
import { therapistSignsIn } from '../../demo/story/practices.ts';
import { calendar } from '../simulation/calendar.ts';
import { fewActors, memberInCare } from '../simulation/actors.ts';
import type { World } from '../simulation/world.ts';
import type { Secret } from './needles.ts';

/**
 * Everything of which a service hands something secret out, done once, and what it handed out.
 * What was refused is done too: that is where a log is tempted to quote.
 */

/** From where a request says that it was forwarded: an address that is nowhere else. */
export const FORWARDED_FOR = '203.0.113.177';

const COLLEAGUE = 'second-of-people@quillfeather.example';
const BEGIN = written<{ beginSecondFactor: { typed: string } }>(
  `mutation ($password: String!) { beginSecondFactor(password: $password) {
  ... on SecondFactorBegun { uri typed } } }`);
const OFF = `mutation ($password: String!, $code: String) {
  switchOffSecondFactor(password: $password, code: $code) { __typename } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) {
  ... on SecondFactorOn { recoveryCodes } ... on SecondFactorRefused { code } } }`;
const INVITE = written<{ inviteHrUser: { token: string } }>(
  `mutation ($email: String!) { inviteHrUser(email: $email, role: VIEWER) {
  ... on Invited { token link } } }`);
const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename } }`;
const TEAM = written<{ team: { members: { id: string; isSelf: boolean }[] } }>(
  '{ team { members { id isSelf } } }');
const RESET = `mutation ($userId: ID!) { resetHrPassword(userId: $userId) {
  ... on PasswordResetBegun { token link } } }`;
const SIGN_IN = `mutation ($email: String!, $password: String!, $code: String) {
  signIn(email: $email, password: $password, code: $code) { __typename } }`;
const PROVIDER_SIGN_IN = `mutation ($login: String!, $password: String!) {
  providerSignIn(login: $login, password: $password) { __typename } }`;
const CLAIM = `mutation ($code: String!, $claimKey: String!) {
  claimCode(code: $code, claimKey: $claimKey) { __typename } }`;

/** A flow that was gone through, and whose secrets are looked for. */
export interface Flow {
  readonly employer: Employer;
  readonly client: Client;
  /** HR's session cookie, as the browser sends it. */
  readonly cookie: string;
  /** Codes of all letters, as the print shop reads them. */
  readonly codes: readonly string[];
}

/** Go through it. */
export async function goThrough(world: World): Promise<Flow> {
  const { scenario } = world;
  const actors = await fewActors(scenario);
  const employer = await hrSignsIn(scenario, actors.employer);
  const cookie = await cookieOf(world, employer);
  await handOutLinks(world, employer);
  const therapist = await therapistSignsIn(scenario, actors.therapists[0]!);
  await therapist.console.ask(written(OFF), {
    password: therapist.password, code: therapist.app.code(scenario.clock.now()) });
  await enrol(world, therapist.console, therapist.password);
  const client = await memberInCare(scenario, actors, 0);
  await scenario.clock.moveTo(calendar.care);
  client.bookings.push(...await bookSessions(scenario, client, 1));
  const flow = { employer, client, cookie, codes: actors.letters.map(({ code }) => code) };
  await beRefused(world, flow, therapist.login, actors.letters[1]!.code);
  return flow;
}

type Asks = Pick<GatewayClient, 'ask'>;

async function enrol({ scenario }: World, who: Asks, password: string): Promise<void> {
  const { beginSecondFactor: { typed } } = await who.ask(
    BEGIN, { password });
  const app = new TOTP({ secret: AppSecret.fromBase32(typed) });
  // One wrong code first: that is said in the log.
  await who.ask(written(CONFIRM), { code: '000000' });
  const code = app.generate({ timestamp: scenario.clock.now().getTime() });
  await who.ask(written(CONFIRM), { code });
}

async function handOutLinks({ scenario }: World, { hr }: Employer): Promise<void> {
  const { inviteHrUser } = await hr.ask(
    INVITE, { email: COLLEAGUE });
  await scenario.browser().ask(written(ACCEPT), {
    token: inviteHrUser.token, password: 'seven-lighthouses-and-a-kettle' });
  const { team } = await hr.ask(TEAM);
  await hr.ask(written(RESET), { userId: team.members.find(({ isSelf }) => !isSelf)!.id });
}

/** As a browser's page sends it: so that the cookie and the address are seen. */
function post(world: World, query: string, variables: object): Promise<Response> {
  return fetch(new URL('/graphql', world.service.origin), {
    method: 'POST', body: JSON.stringify({ query, variables }),
    headers: { 'content-type': 'application/json', 'x-sotto-client': 'story',
      'x-forwarded-for': FORWARDED_FOR },
  });
}

async function cookieOf(world: World, { email, password, app }: Employer): Promise<string> {
  // A wrong code first: that is on the team's record.
  await post(world, SIGN_IN, { email, password, code: '000000' });
  const code = app.code(world.scenario.clock.now());
  const { headers } = await post(world, SIGN_IN, { email, password, code });
  const [, cookie] = /sotto_hr=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? [];
  if (!cookie) throw new Error('HR was given no cookie');
  return decodeURIComponent(cookie);
}

/** What is wrong, unreadable or not allowed, with something personal in each. */
async function beRefused(
  world: World, { employer, client }: Flow, login: string, code: string,
): Promise<void> {
  const { scenario } = world;
  const { email } = employer;
  const claimKey = client.wallet.claimKey(0);
  await post(world, SIGN_IN, { email, password: 'not-the-password-of-anybody' });
  await post(world, CLAIM, { code: `${code}-${code}`, claimKey });
  await post(world, CLAIM, { code, claimKey: `${claimKey}${email}` });
  await post(world, `{ ${code.replaceAll('-', '_')} "${email}" `, { code });
  await post(world, ACCEPT, { token: `wrong-${code}`, password: employer.password });
  await fetch(new URL(`/nowhere/${code}?email=${email}`, world.service.origin));
  await scenario.vault.ask(written(PROVIDER_SIGN_IN), { login, password: 'not-the-password-of-anybody' });
  await scenario.vault.ask(written(
    `{ keyDirectory(programmeId: "${email}", period: "") { type } }`)).catch(() => undefined);
  await client.door.ask(written('{ operations { cases } }')).catch(() => undefined);
}

/** Codes of refusals and short numbers: chance writes them anywhere. */
const isWord = (value: string) =>
  /^[A-Z_]+$/.test(value) || value.replaceAll('-', '').length < 8;

/** What a flow said and was told, by the names of the fields in which it stood. */
export function saidIn(world: World, fields: readonly string[]): Secret[] {
  const { transcript } = world.scenario;
  return (['people', 'care'] as const).flatMap((side) => transcript.heard(side))
    .filter(({ field, value }) => fields.includes(field) && !isWord(value))
    .map(({ field, value }) => ({ label: field, value: value.slice(0, 4_096) }));
}
