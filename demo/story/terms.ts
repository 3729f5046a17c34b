import { written } from '#wallet/documents';
import { expectKind, type Kind } from './kinds.ts';
import type { Stage } from './stage.ts';
import { awaited } from './together.ts';

interface Amount { readonly minor: string; readonly currency: string }

/** Terms as the vault's operator reads them: a contract's number, and no name. */
export interface ReadTerms {
  readonly contract: string;
  readonly programme: string;
  readonly period: string;
  readonly seats: number;
  readonly people: number;
  readonly spareSeats: number;
  readonly sessionsPerMember: number;
  readonly k: number;
  readonly rateBps: number;
  readonly price: Amount;
  readonly total: Amount;
}

/** What stands in the contract on paper; what is left out she has no paper of. */
export type OnPaper = Partial<Pick<
  ReadTerms, 'people' | 'spareSeats' | 'sessionsPerMember' | 'k' | 'rateBps'>>;

const PROPOSED = written<{ proposedTerms: ReadTerms[] }>(`query ($period: String!) {
  proposedTerms(period: $period) { contract programme period seats people spareSeats sessionsPerMember
    k rateBps
    price { minor currency } total { minor currency } } }`);

const CONFIRM = written<{ confirmTerms: Kind & { __typename: 'TermsConfirmed' } }>(
  `mutation ($input: ConfirmTermsInput!) { confirmTerms(input: $input) { __typename
    ... on TermsNotConfirmed { code message } } }`);

/**
 * The vault's operator waits for what HR has proposed for a period, holds it against the contract
 * on paper, and confirms it.
 */
export async function vaultConfirms(
  { vaultOperator }: Pick<Stage, 'vaultOperator'>, programmeId: string, period: string,
  paper: OnPaper = {},
): Promise<ReadTerms> {
  const terms = await awaited('terms that HR has proposed', async () => {
    const { proposedTerms } = await vaultOperator.ask(PROPOSED, { period });
    return proposedTerms.find(({ programme }) => programme === programmeId);
  });
  const { contract, people, spareSeats, sessionsPerMember, k, rateBps, price } = terms;
  const { confirmTerms } = await vaultOperator.ask(CONFIRM, { input: {
    contract, period, programmeId, priceMinor: price.minor, currency: price.currency, people,
    spareSeats, sessionsPerMember, k, rateBps, ...paper } });
  expectKind(confirmTerms, 'TermsConfirmed');
  return terms;
}
