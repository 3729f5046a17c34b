import { randomUUID } from 'node:crypto';
import {
  PRESENT_RULES, planTerms, termsText, type Terms, type TermsDepartment,
} from '#disclosure/terms';
import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import { Confirmations } from '../src/terms/confirmations.ts';
import { ProposeTermsProcessor } from '../src/terms/propose-terms.processor.ts';
import { TermsStore } from '../src/terms/terms.store.ts';
import type { Vault } from './vault.ts';

/** Departments of so many people, each at a site of its own. */
export function departmentsOf(...people: number[]): TermsDepartment[] {
  return people.map((count, index) => ({ number: index + 1, site: index + 1, people: count }));
}

/** Terms of a year without spare seats; `more` says what is different about them. */
export function termsOf(more: Partial<Terms> = {}): Terms {
  return {
    rules: PRESENT_RULES, programme: randomUUID(), contract: 'C-4F21A7B0',
    period: '2026-10', currency: 'EUR', sessionPriceMinor: '9500', sessionsPerMember: 8, k: 10, rateBps: 450,
    spareSeats: 0, departments: departmentsOf(120), ...more,
  };
}

/** Propose terms as the gateway's job does. */
export function propose(
  vault: Pick<Vault, 'app'>, terms: Terms, proposal: string = randomUUID(),
): Promise<void> {
  return vault.app.get(ProposeTermsProcessor, { strict: false }).process({
    proposal, terms: { ...terms, departments: [...terms.departments] }, confirmation: null });
}

const SHOWN = `query ($contract: String, $period: String) {
  proposedTerms(contract: $contract, period: $period) { programme checkNumber } }`;
const CONFIRM = `mutation ($input: ConfirmTermsInput!) { confirmTerms(input: $input) {
  __typename ... on TermsConfirmed { terms { state confirmedBy } }
  ... on TermsNotConfirmed { code message } } }`;

/** What the operator's word came to. */
export interface Confirmed {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly terms?: { readonly state: string; readonly confirmedBy: string };
}

/** The number that is shown with terms; one of none where there are no such terms. */
export async function shownNumber(
  vault: Vault, { contract, period, programme }: Terms,
): Promise<string> {
  const shown = await vault.get<{ programme: string; checkNumber: string }[]>(
    SHOWN, { contract, period }, vault.operator);
  return shown.find((one) => one.programme === programme)?.checkNumber ?? '0000-0000';
}

/** Confirm terms as the operator does who reads just them in her contract; `more` she read else. */
export async function confirm(
  vault: Vault, terms: Terms, more: object = {},
): Promise<Confirmed> {
  const checkNumber = await shownNumber(vault, terms);
  const people = terms.departments.reduce((sum, { people: own }) => sum + own, 0);
  return vault.get<Confirmed>(CONFIRM, { input: {
    contract: terms.contract, period: terms.period, checkNumber, people,
    spareSeats: terms.spareSeats,
    sessionsPerMember: terms.sessionsPerMember, priceMinor: terms.sessionPriceMinor,
    seatPriceMinor: terms.seatPriceMinor,
    currency: terms.currency, k: terms.k, rateBps: terms.rateBps, also: true, ...more,
  } }, vault.operator);
}

/** Terms that hold, however few people they are for: no vault would confirm so few. */
export async function hold(vault: Pick<Vault, 'app' | 'db'>, terms: Terms): Promise<void> {
  const [first] = terms.departments;
  const people = first?.people ?? 0;
  const most = Math.max(SMALLEST_BLOCK, people);
  const enough = planTerms({ ...terms, departments: departmentsOf(most) });
  const isSmall = people < SMALLEST_BLOCK;
  const plan = isSmall ? enough : planTerms(terms);
  if (plan.kind === 'refused') throw new Error(plan.fault);
  const blocks = isSmall ? plan.blocks.map((block) => ({ ...block, people })) : plan.blocks;
  const store = vault.app.get(TermsStore, { strict: false });
  await vault.db.transaction('hold', async (tx) => {
    await store.propose(tx, terms, {
      plan, proposal: randomUUID(), text: termsText(terms), day: '2026-11-01' });
    await vault.app.get(Confirmations, { strict: false })
      .confirm(tx, terms, { ...plan, blocks }, 'operator');
  });
}
