import { bearerText, noteUsed, takeOut } from '#wallet/bearer';
import { written } from '#wallet/documents';
import { expectKind, type Kind } from './kinds.ts';
import { together } from './together.ts';
import type { Client } from './care.ts';
import { therapistsSignIn, type Therapist } from './practices.ts';
import { money } from './purchase.ts';
import { newKey, type Scenario } from './scenario.ts';

/** What a therapist says of one session that she held. */
export interface Claim {
  readonly authorisationNumber: string;
  readonly serviceDate: string;
  readonly units: number;
  readonly serviceCode: string;
  readonly modality: string;
  readonly fee: { readonly minor: string; readonly currency: string };
}

/** The answer to a claim. */
export type Adjudicated = Kind & {
  __typename: 'ClaimAdjudicated';
  claim: { id: string; status: string; paid: { minor: string } };
};

interface Appointment {
  number: string;
  serviceDate: string;
  modality: string;
  status: string;
}

type BearerRedeemed = Kind & {
  __typename: 'BearerRedeemed'; authorisation: { number: string };
};

const APPOINTMENTS = written<{ provider: { appointments: Appointment[] } }>(`query { provider {
  appointments { number serviceDate modality status } } }`);

/** Claiming for a session. */
export const SUBMIT = `mutation ($input: SubmitClaimInput!) {
  submitClaim(input: $input) { __typename
    ... on ClaimAdjudicated { claim { id status paid { minor } } }
    ... on AuthorisationNotFound { code message } } }`;

/** A therapist redeems a credit that a client handed to her. */
export const REDEEM = `mutation ($input: RedeemBearerCreditInput!) {
  redeemBearerCredit(input: $input) { __typename
    ... on BearerRedeemed { authorisation { number } }
    ... on CreditNotUsable { code message } ... on NotNow { code message } } }`;

const RUN_PAYOUTS = written<{ runPayouts: {
  count: number; totals: { minor: string; currency: string }[] } }>(
  `mutation ($key: ID!) { runPayouts(idempotencyKey: $key) {
  count totals { minor currency } } }`);

const PAYOUTS = written<{ payouts: { id: string }[] }>('query { payouts { id } }');
const REMITTANCE = written<{ remittanceAdvice: { lines: { paid: { minor: string } }[] } }>(
  `query ($payoutId: ID!) { remittanceAdvice(payoutId: $payoutId) {
  lines { authorisationNumber paid { minor } } } }`);

/** Within the programme's fee schedule, and above it: the excess is adjusted away. */
const FEES = ['9500', '9000', '11000'];
const CURRENCY = 'EUR';
/** Of all therapists, and of each of them. */
const CLAIMS_AT_ONCE = 4;

/** The sessions have been held; therapists sign in to bill. */
export async function therapistsReturn(
  scenario: Scenario, therapists: readonly Therapist[],
): Promise<Therapist[]> {
  scenario.narrator.act('Therapists claim and are paid');
  await scenario.clock.moveTo(scenario.calendar.billing);
  return therapistsSignIn(scenario, therapists);
}

/** Therapists claim for what they delivered, vouchers too, and are paid. @returns how many. */
export async function therapistsClaim(
  scenario: Scenario, therapists: readonly Therapist[], clients: readonly Client[],
): Promise<number> {
  const { narrator } = scenario;
  const vouchers = await redeemVouchers(scenario, therapists, clients);
  const counts = await together(therapists, CLAIMS_AT_ONCE, async (therapist) => {
    const claims = await claimsOf(therapist);
    await together(claims, CLAIMS_AT_ONCE, (claim, place) =>
      submit(therapist, { ...claim, fee: fee(place) }));
    return claims.length;
  });
  const claimed = counts.reduce((sum, count) => sum + count, 0);
  narrator.say(`${claimed} sessions were claimed under their authorisation numbers, ${vouchers} of `
    + 'them for a credit that a client had handed over on paper.');
  await payOut(scenario);
  narrator.saw({
    gateway: 'sealed requests',
    vault: 'authorisations, days and fees; no diagnosis and no name',
    therapist: 'each claim\'s result with its reason, and a lump sum a week',
  });
  return claimed;
}

/** Run the payouts that are due and say what they came to. */
async function payOut(scenario: Scenario): Promise<void> {
  const { runPayouts } = await scenario.vaultOperator.ask(
    RUN_PAYOUTS, { key: newKey() });
  const totals = runPayouts.totals.map(money).join(' and ');
  scenario.narrator.say(`${runPayouts.count} payouts left, ${totals} in all.`);
}

/** Minor units that a therapist's remittance advices list, over all of her payouts. */
export async function remittedTo({ console }: Therapist): Promise<number> {
  const { payouts } = await console.ask(PAYOUTS);
  let total = 0;
  for (const { id } of payouts) {
    const { remittanceAdvice } = await console.ask(REMITTANCE, { payoutId: id });
    total += remittanceAdvice.lines.reduce((sum, { paid }) => sum + Number(paid.minor), 0);
  }
  return total;
}

/** Claims for the sessions in a therapist's own list that are due and not claimed yet. */
export async function claimsOf({ console }: Therapist): Promise<Claim[]> {
  const { provider } = await console.ask(
    APPOINTMENTS);
  return provider.appointments.filter(({ status }) => status === 'held')
    .map(({ number, serviceDate, modality }) => ({
      authorisationNumber: number, serviceDate, units: 1, serviceCode: '90834', modality,
      fee: fee(0),
    }));
}

/** Send one claim; a fresh idempotency key makes it a claim of its own. */
export async function submit({ console }: Therapist, claim: Claim): Promise<Adjudicated> {
  const { submitClaim } = await console.ask(
    written<{ submitClaim: Adjudicated }>(SUBMIT),
    { input: { ...claim, idempotencyKey: newKey() } });
  return submitClaim;
}

function fee(place: number): Claim['fee'] {
  return { minor: FEES[place % FEES.length] ?? '9500', currency: CURRENCY };
}

/** Clients hand a printed credit to their therapist, who types it in. @returns how many. */
async function redeemVouchers(
  scenario: Scenario, therapists: readonly Therapist[], clients: readonly Client[],
): Promise<number> {
  const giving = clients.filter(({ person }) => person.voucher);
  await together(giving, CLAIMS_AT_ONCE, async ({ wallet, providerId, person }) => {
    const therapist = therapists.find(({ id }) => id === providerId);
    if (!therapist) throw new Error('a client was referred to nobody of the story');
    const held = await takeOut(wallet);
    if (!held) throw new Error('a client has no credit to hand over');
    const { redeemBearerCredit } = await therapist.console.ask(written<{
      redeemBearerCredit: BearerRedeemed }>(REDEEM), { input: {
      idempotencyKey: newKey(), credit: bearerText(held),
      serviceDate: scenario.calendar.lastSession, modality: person.modality, minutes: 50 } });
    expectKind(redeemBearerCredit, 'BearerRedeemed');
    await noteUsed(wallet, held);
  });
  return giving.length;
}
