import { written } from '#wallet/documents';
import { awaited } from './together.ts';
import { expectKind, type Kind } from './kinds.ts';
import type { Employer } from './employer.ts';
import { newKey, type Scenario } from './scenario.ts';

interface Invoice {
  number: string;
  status: string;
  sessions: number;
  total: { minor: string; currency: string };
}

type Purchased = Kind & { __typename: 'Purchased'; invoice: Invoice };
type PaymentRecorded = Kind & { __typename: 'PaymentRecorded' };

const PURCHASE = written<{ purchaseCredits: Purchased }>(`mutation ($input: PurchaseInput!) {
  purchaseCredits(input: $input) { __typename
    ... on Purchased { invoice { number status sessions total { minor currency } } }
    ... on CardDeclined { code message } ... on PurchaseRefused { code message } } }`);

const RECORD_PAYMENT = written<{ recordPayment: PaymentRecorded }>(
  `mutation ($number: String!, $amount: String!, $reference: String!) {
  recordPayment(invoiceNumber: $number, amountMinor: $amount, reference: $reference) { __typename
    ... on PaymentRecorded { invoice { number status } } ... on PaymentRefused { code message } } }`);

const INVOICES = written<{ invoices: Invoice[] }>(`query ($programmeId: ID!) {
  invoices(programmeId: $programmeId) { number status sessions total { minor currency } } }`);

const INVOICED_SHARE = 3 / 4;

/**
 * HR buys what it expects to be used in a year: most by invoice, which the operator sees paid at
 * the bank, and the rest by card after one card was declined.
 */
export async function hrBuysCredits(scenario: Scenario, employer: Employer): Promise<void> {
  const { narrator, plot: { bought: total } } = scenario;
  narrator.act('HR buys session credits and pays');
  const byInvoice = Math.floor(total * INVOICED_SHARE);
  const invoice = await buy(scenario, employer, { sessions: byInvoice, method: 'INVOICE' });
  await recordPayment(scenario, invoice);
  const declined = await tryToBuy(scenario, employer, {
    sessions: total - byInvoice, method: 'CARD', cardToken: 'sandbox-declined' });
  const card = await buy(scenario, employer, {
    sessions: total - byInvoice, method: 'CARD', cardToken: 'sandbox-ok' });
  const paid = await awaitPaid(employer, [invoice.number, card.number]);
  narrator.table(['invoice', 'sessions', 'total', 'paid by'], paid.map((each) => [
    each.number, each.sessions, money(each.total), each.number === card.number ? 'card' : 'bank']));
  narrator.say(`A first card was answered ${declined.__typename}: nothing was charged.`);
  narrator.saw({
    employer: 'two invoices with one price and no line about anyone',
    gateway: 'who bought and paid',
    vault: 'a programme\'s fund growing by a number of sessions',
  });
}

/**
 * An employer with a flat price orders nothing: the year's one invoice came when its terms were
 * confirmed, and HR pays it.
 */
export async function hrPaysFlatPrice(scenario: Scenario, employer: Employer): Promise<Invoice> {
  const invoice = await awaited('the invoice of the year', async () =>
    (await employer.hr.ask(INVOICES, { programmeId: employer.programmeId })).invoices[0]);
  await recordPayment(scenario, invoice);
  await awaitPaid(employer, [invoice.number]);
  return invoice;
}

/** Money as people write it: 9500 EUR minor units are 95.00 EUR. */
export function money({ minor, currency }: { minor: string; currency: string }): string {
  const digits = minor.padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${whole}.${digits.slice(-2)} ${currency}`;
}

interface Order { sessions: number; method: 'INVOICE' | 'CARD'; cardToken?: string }

async function tryToBuy(scenario: Scenario, { hr, programmeId }: Employer, order: Order) {
  const input = { programmeId, idempotencyKey: newKey(), ...order };
  const { purchaseCredits } = await hr.ask(PURCHASE, { input });
  return purchaseCredits;
}

/** Order session credits. @throws UnexpectedKind when the order is not taken. */
export async function buy(scenario: Scenario, employer: Employer, order: Order): Promise<Invoice> {
  return expectKind(await tryToBuy(scenario, employer, order), 'Purchased').invoice;
}

async function recordPayment({ gatewayOperator }: Scenario, invoice: Invoice): Promise<void> {
  const { recordPayment: recorded } = await gatewayOperator.ask(
    RECORD_PAYMENT,
    { number: invoice.number, amount: invoice.total.minor, reference: `bank-${invoice.number}` });
  expectKind(recorded, 'PaymentRecorded');
}

/** A card is charged after the purchase is committed, so it takes a moment. */
export function awaitPaid(
  { hr, programmeId }: Employer, numbers: readonly string[],
): Promise<Invoice[]> {
  return awaited('the payment of the invoices', async () => {
    const { invoices } = await hr.ask(INVOICES, { programmeId });
    const paid = invoices.filter(({ number, status }) =>
      numbers.includes(number) && status === 'PAID');
    return paid.length === numbers.length ? paid : undefined;
  });
}
