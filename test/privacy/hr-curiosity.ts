import { written } from '#wallet/documents';
import type { GatewayClient } from '#wallet/gateway';
import { Refusal } from '#wallet/refusal';
import type { Transport } from '#wallet/transport';
import { allThatHrCanRead } from '../../demo/story/employer-view.ts';
import { calendar } from '../simulation/calendar.ts';

/** What HR does besides reading. */
export interface Interest {
  /** Orders ten sessions under this idempotency key. */
  readonly buyingUnder?: string;
}

const OTHER = '00000000-0000-4000-8000-000000000000';

/** Questions beside the programme, and some that are refused: their answers are bytes too. */
const PRYING: [string, Record<string, unknown>][] = [
  ['query ($id: ID!) { balance(programmeId: $id) { displayed } }', { id: OTHER }],
  ['query ($id: ID!) { reports(programmeId: $id) { period } }', { id: OTHER }],
  ['query { accessFacts { count languages { name count } ways { name count } } }', {}],
  ['query { operations { members issuedEntry } }', {}],
  ['query { case { openedOn } }', {}],
  ['query { eligibilityCodes { claimedOn } }', {}],
  ['query { session { user { email role } today secondFactor recoveryCodes } }', {}],
  ['query { team { members { email role joinedOn secondFactor } invitations { email } } }', {}],
  ['query { teamActions(first: 200) { number action subject actor } }', {}],
  ['mutation ($c: String!) { claimCode(code: $c, claimKey: "") { __typename } }', { c: 'x' }],
];
/** Questions about the programme, in every way and order that HR can put them. */
const ABOUT: string[] = [
  `query ($id: ID!) { balance(programmeId: $id) { asOfRelease releasedOn displayed purchased
    shortfall shortfallInvoiced } }`,
  `query ($id: ID!) { previewPurchase(programmeId: $id, sessions: 10) {
    net { minor } tax { minor } total { minor } dueOn } }`,
  `query ($id: ID!) { checkHeadcounts(
    programmeId: $id, file: "${btoa('site,department,headcount\na,b,60')}") {
    people blocks { block headcount } changes { site department before after } } }`,
  `query ($id: ID!) { a: balance(programmeId: $id) { displayed }
    reports(programmeId: $id) { period covered k kHow isFlat hasBefore released
      settled use { people turns shareBps leastBps mostBps before { people covered shareBps change } }
      wait { band turns }
      course { turns status people before { people covered shareBps change } }
      lists { list least next editions { turns people groups { name label members people covered
        isWhole use { shareBps leastBps mostBps } } } }
      statements { report releasedOn body signature } } }`,
  `query ($id: ID!) { invoices(programmeId: $id) { number status method sessions issuedOn dueOn
    paidOn unitPrice { minor } net { minor } tax { minor } total { minor } } }`,
  `query ($id: ID!) { letterBatches(programmeId: $id, period: "${calendar.period}") {
    id letters madeOn orderedOn handedOutOn spare } }`,
  `mutation ($id: ID!) { openPeriod(programmeId: $id, period: "${calendar.period}") {
    __typename ... on PeriodRefused { code message } } }`,
  `query ($id: ID!) { keyDirectory(programmeId: $id, period: "${calendar.period}") {
    keys { keyId kind block } } }`,
];
/** Files about the programme: none of a report before its release, those of invoices always. */
const FILES: ((programmeId: string) => string)[] = [
  (id) => `reports/${id}/${calendar.period}.pdf`, (id) => `reports/${id}/${calendar.period}.json`,
  (id) => `invoices/${id}.csv`,
];
const BUY = `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename
  ... on Purchased { invoice { number status sessions issuedOn dueOn total { minor } } }
  ... on PurchaseRefused { code message } } }`;

/** HR who has signed in, and the transport with her cookie. */
export interface HrAtWork {
  readonly hr: GatewayClient;
  readonly transport: Transport;
}

/** Ask everything that an HR user can ask, and try what she cannot. Who watches has the answers. */
export async function askAsHr(
  { hr, transport }: HrAtWork, programmeId: string, interest: Interest,
): Promise<void> {
  await allThatHrCanRead({ hr, programmeId }, calendar.period);
  const ask = (document: string, variables: Record<string, unknown>) =>
    hr.ask(written(document), variables).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  for (const document of ABOUT) await ask(document, { id: programmeId });
  for (const [document, variables] of PRYING) await ask(document, variables);
  for (const file of FILES) {
    await transport({ method: 'GET', path: `/graphql/${file(programmeId)}`, headers: {} });
  }
  if (interest.buyingUnder) {
    await ask(BUY, { input: {
      programmeId, sessions: 10, method: 'INVOICE', idempotencyKey: interest.buyingUnder } });
  }
}
