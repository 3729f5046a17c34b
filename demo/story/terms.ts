import { written } from '#wallet/documents';
import { expectKind, type Kind } from './kinds.ts';
import type { Scenario } from './scenario.ts';
import { awaited } from './together.ts';

interface Amount { readonly minor: string; readonly currency: string }

/** Terms as the vault's operator reads them: a contract's number, and no name. */
export interface ReadTerms {
  readonly contract: string;
  readonly programme: string;
  readonly checkNumber: string;
  readonly period: string;
  readonly seats: number;
  readonly people: number;
  readonly spareSeats: number;
  readonly sessionsPerMember: number;
  readonly k: number;
  readonly rateBps: number;
  readonly price: Amount;
  /** Flat, of each seat for the year; null: it is paid by sessions. */
  readonly seatPrice: Amount | null;
  readonly total: Amount;
  readonly blocks: readonly { readonly block: string; readonly people: number }[];
  readonly state: string;
  /** Alarms: kinds of other terms that were refused for it. */
  readonly refusals: number;
}

/** What stands in the contract on paper; what is left out she has no paper of. */
export type OnPaper = Partial<Pick<
  ReadTerms, 'people' | 'spareSeats' | 'sessionsPerMember' | 'k' | 'rateBps' | 'price' | 'seatPrice'>>;

const PROPOSED = written<{ proposedTerms: ReadTerms[] }>(`query ($period: String) {
  proposedTerms(period: $period) { contract programme checkNumber period seats people
    spareSeats sessionsPerMember k rateBps price { minor currency }
    seatPrice { minor currency } total { minor currency }
    blocks { block people } state refusals } }`);

const CONFIRM = written<{ confirmTerms: Kind }>(
  `mutation ($input: ConfirmTermsInput!) { confirmTerms(input: $input) { __typename
    ... on TermsNotConfirmed { code message } } }`);

const DECLINE = written<{ declineTerms: Kind }>(
  `mutation ($input: DeclineTermsInput!) { declineTerms(input: $input) { __typename
    ... on TermsNotDeclined { code message } } }`);

/** The vault's operator, of whom alone it is asked. */
type Asked = Pick<Scenario, 'vaultOperator'>;

/**
 * The vault's operator waits for what HR has proposed for a period, holds it against the contract
 * on paper, and confirms it.
 */
export async function vaultConfirms(
  scenario: Asked, programmeId: string, period: string, paper: OnPaper = {},
): Promise<ReadTerms> {
  const terms = await awaited('terms that HR has proposed', async () =>
    (await proposedTerms(scenario, period)).find(({ programme }) => programme === programmeId));
  expectKind(await holdAgainst(scenario, terms, { ...terms, ...paper }), 'TermsConfirmed');
  return terms;
}

/** What the vault's operator finds of terms that were proposed; of one period, or of all. */
export async function proposedTerms(
  { vaultOperator }: Asked, period?: string,
): Promise<readonly ReadTerms[]> {
  return (await vaultOperator.ask(PROPOSED, { period: period ?? null })).proposedTerms;
}

/** She confirms terms as far as they say what her paper of the contract says. */
export async function holdAgainst(
  { vaultOperator }: Asked, { contract, checkNumber, period }: ReadTerms,
  { people, spareSeats, sessionsPerMember, k, rateBps, price, seatPrice }: Required<OnPaper>,
): Promise<Kind> {
  const { confirmTerms } = await vaultOperator.ask(CONFIRM, { input: {
    contract, period, checkNumber, priceMinor: price.minor, currency: price.currency, people,
    spareSeats, sessionsPerMember, k, rateBps, seatPriceMinor: seatPrice?.minor ?? null } });
  return confirmTerms;
}

/** She declines terms of which she has no contract. */
export async function declines(
  { vaultOperator }: Asked, { contract, programme: programmeId, period }: ReadTerms,
): Promise<void> {
  const { declineTerms } = await vaultOperator.ask(
    DECLINE, { input: { contract, period, programmeId, reason: 'contract' } });
  expectKind(declineTerms, 'TermsDeclined');
}
