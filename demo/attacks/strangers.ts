import { randomBytes } from 'node:crypto';
import { toBase64Url } from '#pseudonym/bytes';
import { REQUEST_TYPE } from '#pseudonym/ohttp';
import { rootsOf } from '#pseudonym/roots';
import { claimCredits } from '#wallet/claim';
import { newContent } from '#wallet/content';
import { written } from '#wallet/documents';
import type { Kind } from '../story/kinds.ts';
import { CLAIM, ISSUE, type Member } from '../story/members.ts';
import { CROWD, type Scenario } from '../story/scenario.ts';
import { together } from '../story/together.ts';
import { onDevice } from '../story/wallets.ts';
import type { Tried } from './copies.ts';
import { succeeds, yields } from './verdicts.ts';

/** Requests of each kind that strangers send, at once and as fast as they are answered. */
const OF_EACH = 60;
const HONEST = 6;
const BLINDED_LENGTH = 256;

/**
 * Strangers send wrong codes, ask for credits that are not theirs, and have the relay carry noise.
 * Meanwhile some members enter their letters on a second device, with their words: they need the
 * room of all three, and each is to get the very credits that she has.
 */
export async function strangersFlood(
  scenario: Scenario, members: readonly Member[],
): Promise<Tried> {
  const honest = members.filter((_, place) => place !== scenario.plot.greedy).slice(0, HONEST);
  const flood = together(Array.from({ length: OF_EACH }), CROWD, async () => {
    await wrongCode(scenario, members);
    await anothersCredits(scenario);
    await noise(scenario);
  });
  const [refused] = await Promise.all([
    together(honest, HONEST, (member) => isRefused(scenario, member)), flood]);
  const succeeded = refused.filter(Boolean).length;
  return {
    attempts: 3 * OF_EACH, succeeded,
    told: `Meanwhile strangers send ${3 * OF_EACH} wrong codes, requests for credits and sealed `
      + `noise; ${honest.length - succeeded} of ${honest.length} members who fill a second device `
      + 'at that moment get their credits.',
  };
}

/** A code that no letter has: another one's, with other last characters. */
async function wrongCode(scenario: Scenario, members: readonly Member[]): Promise<void> {
  const known = scenario.plot.choices.pick(members).letter.code;
  const code = known.slice(0, -4) + randomBytes(2).toString('hex').replaceAll(/[il]/g, '0');
  const attempt = scenario.gateway.ask(
    written<{ claimCode: Kind }>(CLAIM), { code, claimKey: randomBytes(32).toString('hex') });
  await succeeds(attempt.then(({ claimCode }) => claimCode),
    { wants: 'MemberSession', defences: ['CodeNotUsable'] });
}

async function anothersCredits(scenario: Scenario): Promise<void> {
  const blinded = () => ({
    keyId: randomBytes(32).toString('hex'), blinded: toBase64Url(randomBytes(BLINDED_LENGTH)) });
  const request = {
    period: scenario.calendar.period, entry: blinded(),
    sessions: Array.from({ length: scenario.plot.sessionsPerMember }, blinded) };
  await yields(scenario.gateway.as(`Member ${toBase64Url(randomBytes(64))}`)
    .ask(written<{ issueCredits: Kind }>(ISSUE), { request }), ['UNAUTHENTICATED']);
}

/** As long as what others send: whoever carries it cannot know that it says nothing. */
async function noise({ doorPorts: { transport }, tape }: Scenario): Promise<void> {
  const body = randomBytes(tape.carried.at(-1)?.request ?? BLINDED_LENGTH);
  const answered = await transport({
    method: 'POST', path: '/relay', headers: { 'content-type': REQUEST_TYPE },
    body: Uint8Array.from(body) });
  await answered.bytes();
}

async function isRefused(
  { ports }: Scenario, { phrase, letter, wallet }: Member,
): Promise<boolean> {
  const second = await onDevice(ports, newContent(await rootsOf(phrase), null));
  const claimed = await claimCredits(second, letter.code).catch(() => undefined);
  const texts = (of: typeof wallet) => of.content.credits.map(({ credit }) => credit).join();
  return claimed?.kind !== 'issued' || texts(second) !== texts(wallet);
}
