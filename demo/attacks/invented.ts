import { randomBytes, randomUUID } from 'node:crypto';
import { daysAfter } from '#calendar/days';
import { readPeriod } from '#calendar/periods';
import type { Terms } from '#disclosure/terms';
import { toBase64Url } from '#pseudonym/bytes';
import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import { generateIssuerKey, type IssuerKeyPair } from '#pseudonym/issuer';
import type { Employer } from '../story/employer.ts';
import type { Said } from '../story/gateway-hand.ts';
import { statedOf } from '../story/members.ts';
import type { Scenario } from '../story/scenario.ts';
import { declines, holdAgainst, proposedTerms, type ReadTerms } from '../story/terms.ts';

const NAME = 'terms that no contract has';

/** Terms that a gateway made up, with a key of its own for them. */
export interface Invention { readonly terms: Terms; readonly key: IssuerKeyPair }

/**
 * A gateway makes terms up, to put somebody among people whom it plays itself, or to be paid for
 * more than was sold; and changes those that were confirmed. The vault's operator has the contract
 * on paper and goes by its number. An attempt succeeds where anything of it holds afterwards: she
 * has confirmed it, the vault has other terms, or it takes a key of it.
 */
export async function inventedTerms(
  scenario: Scenario, employer: Pick<Employer, 'programmeId'>,
): Promise<void> {
  const own = await termsOf(scenario, employer);
  const contract = await confirmedOf(scenario, own);
  const more = own.departments.map((one) => ({ ...one, people: 2 * one.people }));
  const made = [
    { contract: newContract(), spareSeats: 0, departments: ofOwn() },
    { departments: more }, { sessionPriceMinor: twice(own.sessionPriceMinor) }, {},
  ].map((change) => ({ ...own, ...change, programme: randomUUID() }));
  const inventions = await invent(scenario, made);
  for (const { terms } of inventions) {
    const isHeld = await isConfirmed(scenario, terms, contract);
    scenario.attacks.note(NAME, isHeld || await isKeyed(scenario, terms));
  }
  let before = await standing(scenario, own);
  for (const change of [
    { departments: more }, { sessionPriceMinor: twice(own.sessionPriceMinor) },
    { sessionsPerMember: own.sessionsPerMember + 1 }, { contract: newContract() },
    { period: monthAfter(own.period) },
  ]) {
    await scenario.sayAsGateway([proposalOf({ ...own, ...change })]);
    const now = await standing(scenario, own);
    scenario.attacks.note(NAME, now !== before);
    before = now;
  }
  const { refusals } = await confirmedOf(scenario, own);
  if (refusals === 0) throw new Error('the vault refused no terms: none can have come');
}

/** Propose terms to the vault and register a key for each. */
export async function invent(scenario: Scenario, all: readonly Terms[]): Promise<Invention[]> {
  const inventions = await Promise.all(all.map(async (terms) => (
    { terms, key: await generateIssuerKey() })));
  await scenario.sayAsGateway(inventions.flatMap(({ terms, key }) => [
    proposalOf(terms), registrationOf(terms, key)]));
  return inventions;
}

/** What the gateway has proposed for an employer's year. */
export async function termsOf(
  { sayAsGateway, calendar }: Scenario, { programmeId }: Pick<Employer, 'programmeId'>,
): Promise<Terms> {
  const { terms } = await sayAsGateway([]);
  const own = terms.find(({ programme, period }) =>
    programme === programmeId && period === calendar.period);
  if (!own) throw new Error('the gateway has no terms of the year');
  return own;
}

/** A group of staff whom the gateway plays itself, but for the one whom it is after. */
export function ofOwn(): Terms['departments'] {
  return [{ number: 1, site: 1, people: SMALLEST_BLOCK }];
}

/** The number of a contract that nobody has. */
export function newContract(): string {
  return `C-${randomBytes(4).toString('hex').toUpperCase()}`;
}

/** Whether the vault's operator confirms it, who declines it where she finds no such contract. */
async function isConfirmed(
  scenario: Scenario, { programme, period }: Terms, contract: ReadTerms,
): Promise<boolean> {
  const listed = (await proposedTerms(scenario, period)).find((one) => one.programme === programme);
  if (!listed) return false;
  const isHers = listed.contract === contract.contract;
  const answer = isHers ? await holdAgainst(scenario, listed, contract) : undefined;
  if (answer?.__typename === 'TermsConfirmed' || listed.state === 'CONFIRMED') return true;
  await declines(scenario, listed);
  return false;
}

/** Whether wallets would find anything to compare a letter of it with. */
async function isKeyed(scenario: Scenario, { programme, period }: Terms): Promise<boolean> {
  const { terms, keys } = await statedOf(scenario, programme, period);
  return terms !== null || keys.length > 0;
}

/** What stands for a programme: its terms, and what wallets are told of them. */
async function standing(scenario: Scenario, { programme, period }: Terms): Promise<string> {
  const listed = (await proposedTerms(scenario)).filter((one) => one.programme === programme)
    .map((one) => ({ ...one, refusals: 0 }));
  return JSON.stringify([listed, await statedOf(scenario, programme, period)]);
}

/** The contract's terms as the vault's operator has confirmed them. */
export async function confirmedOf(
  scenario: Scenario, { programme, period }: Terms,
): Promise<ReadTerms> {
  const found = (await proposedTerms(scenario, period)).find((one) => one.programme === programme);
  if (found?.state !== 'CONFIRMED') throw new Error('no terms were confirmed to try this with');
  return found;
}

function proposalOf({ departments, ...terms }: Terms): Said {
  return { job: 'terms.proposed', payload: {
    proposal: randomUUID(), terms: { ...terms, departments: [...departments] },
    confirmation: null } };
}

function registrationOf({ programme, period }: Terms, { keyId, spki }: IssuerKeyPair): Said {
  const { opens: notBefore, last: notAfter } = readPeriod(period) ?? { opens: '', last: '' };
  return { job: 'keys.registered', payload: { programme, period, keys: [
    { keyId, spki: toBase64Url(spki), kind: 'session', block: null, notBefore, notAfter }] } };
}

function twice(minor: string): string {
  return String(2n * BigInt(minor));
}

/** A year that shares eleven months with this one. */
function monthAfter(period: string): string {
  return daysAfter(`${period}-01`, 31).slice(0, 7);
}
