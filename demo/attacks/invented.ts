import { randomBytes, randomUUID } from 'node:crypto';
import { daysAfter, readPeriod } from '#calendar/periods';
import type { Terms } from '#disclosure/terms';
import { toBase64Url } from '#pseudonym/bytes';
import { generateIssuerKey, type IssuerKeyPair } from '#pseudonym/issuer';
import type { Employer } from '../story/employer.ts';
import type { Said } from '../story/gateway-hand.ts';
import { statedOf } from '../story/members.ts';
import type { Stage } from '../story/stage.ts';
import { declines, holdAgainst, proposedTerms, type ReadTerms } from '../story/terms.ts';

const NAME = 'terms that no contract has';
const SMALLEST_BLOCK = 60;

/** Terms that a gateway made up, with a key of its own for them. */
export interface Invention { readonly terms: Terms; readonly key: IssuerKeyPair }

/**
 * A gateway makes terms up, to put somebody among people whom it plays itself, or to be paid for
 * more than was sold; and changes those that were confirmed. The vault's operator has the contract
 * on paper and goes by its number. An attempt succeeds where anything of it holds afterwards: she
 * has confirmed it, the vault has other terms, or it takes a key of it.
 */
export async function inventedTerms(
  stage: Stage, employer: Pick<Employer, 'programmeId'>,
): Promise<void> {
  const own = await termsOf(stage, employer);
  const contract = await confirmedOf(stage, own);
  const more = own.departments.map((one) => ({ ...one, people: 2 * one.people }));
  const made = [
    { contract: newContract(), spareSeats: 0, departments: ofOwn() },
    { departments: more }, { sessionPriceMinor: twice(own.sessionPriceMinor) }, {},
  ].map((change) => ({ ...own, ...change, programme: randomUUID() }));
  const inventions = await invent(stage, made);
  for (const { terms } of inventions) {
    const isHeld = await isConfirmed(stage, terms, contract);
    stage.attacks.note(NAME, isHeld || await isKeyed(stage, terms));
  }
  let before = await standing(stage, own);
  for (const change of [
    { departments: more }, { sessionPriceMinor: twice(own.sessionPriceMinor) },
    { sessionsPerMember: own.sessionsPerMember + 1 }, { contract: newContract() },
    { period: monthAfter(own.period) },
  ]) {
    await stage.sayAsGateway([proposalOf({ ...own, ...change })]);
    const now = await standing(stage, own);
    stage.attacks.note(NAME, now !== before);
    before = now;
  }
  const { refusals } = await confirmedOf(stage, own);
  if (refusals === 0) throw new Error('the vault refused no terms: none can have come');
}

/** Propose terms to the vault and register a key for each. */
export async function invent(stage: Stage, all: readonly Terms[]): Promise<Invention[]> {
  const inventions = await Promise.all(all.map(async (terms) => (
    { terms, key: await generateIssuerKey() })));
  await stage.sayAsGateway(inventions.flatMap(({ terms, key }) => [
    proposalOf(terms), registrationOf(terms, key)]));
  return inventions;
}

/** What the gateway has proposed for an employer's year. */
export async function termsOf(
  { sayAsGateway, calendar }: Stage, { programmeId }: Pick<Employer, 'programmeId'>,
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
  stage: Stage, { programme, period }: Terms, contract: ReadTerms,
): Promise<boolean> {
  const listed = (await proposedTerms(stage, period)).find((one) => one.programme === programme);
  if (!listed) return false;
  const isHers = listed.contract === contract.contract;
  const answer = isHers ? await holdAgainst(stage, listed, contract) : undefined;
  if (answer?.__typename === 'TermsConfirmed' || listed.state === 'CONFIRMED') return true;
  await declines(stage, listed);
  return false;
}

/** Whether wallets would find anything to compare a letter of it with. */
async function isKeyed(stage: Stage, { programme, period }: Terms): Promise<boolean> {
  const { terms, keys } = await statedOf(stage, programme, period);
  return terms !== null || keys.length > 0;
}

/** What stands for a programme: its terms, and what wallets are told of them. */
async function standing(stage: Stage, { programme, period }: Terms): Promise<string> {
  const listed = (await proposedTerms(stage)).filter((one) => one.programme === programme)
    .map((one) => ({ ...one, refusals: 0 }));
  return JSON.stringify([listed, await statedOf(stage, programme, period)]);
}

/** The contract's terms as the vault's operator has confirmed them. */
export async function confirmedOf(
  stage: Stage, { programme, period }: Terms,
): Promise<ReadTerms> {
  const found = (await proposedTerms(stage, period)).find((one) => one.programme === programme);
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
