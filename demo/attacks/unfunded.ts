import { createPrivateKey, randomUUID } from 'node:crypto';
import type { Terms } from '#disclosure/terms';
import { toBase64Url } from '#pseudonym/bytes';
import { encodeCredit } from '#pseudonym/credit';
import type { IssuerKeyPair } from '#pseudonym/issuer';
import { cancelSession, earliestOpenings, type Opening } from '#wallet/care';
import { book } from '#wallet/booking';
import { written } from '#wallet/documents';
import { REDEEM, submit, type Claim } from '../story/billing.ts';
import { bookingAt } from '../story/booking.ts';
import { PLACE, type Client } from '../story/care.ts';
import type { Employer } from '../story/employer.ts';
import type { Books, Said } from '../story/gateway-hand.ts';
import { expectKind, type Kind } from '../story/kinds.ts';
import type { Therapist } from '../story/practices.ts';
import { newKey, type Scenario } from '../story/scenario.ts';
import { declines, proposedTerms } from '../story/terms.ts';
import { signedUnder } from './forgery.ts';
import { confirmedOf, invent, newContract, ofOwn, termsOf } from './invented.ts';
import { succeeds } from './verdicts.ts';

/*
 * Money that a gateway speaks of and that nobody has paid; and HR, who would count what colleagues
 * use by what is refused when money is short.
 */

const FOR_NOTHING = 'money that nobody has paid in';
const PAYOUT = 'a payout beyond what was paid in';
/** What was once paid out for nothing, in minor units. */
const MILLIONS = '810000000';
const FORGED = 3;
/** What HR tries of its own credits: fewer than anybody books or gives back on a day. */
const MOST_TRIED = 6;

const LEDGER = written<{ operations: { ledger: { debitsMinor: string } } }>(
  'query { operations { ledger { debitsMinor } } }');
const RUN = written<{ runPayouts: { count: number; toApprove: unknown[] } }>(
  'mutation ($key: ID!) { runPayouts(idempotencyKey: $key) { count toApprove { minor } } }');
const APPROVE = written<{ approvePayouts: Kind }>(`mutation ($key: ID!) {
  approvePayouts(idempotencyKey: $key) { __typename ... on PayoutsRefused { code message } } }`);
const REDEEMS = { wants: 'BearerRedeemed', defences: ['CreditNotUsable'] };
const APPROVES = { wants: 'PayoutsRun', defences: ['PayoutsRefused'] };

type Funding = Books['fundings'][number];
type Programme = Pick<Employer, 'programmeId'>;

/**
 * A gateway says that millions were paid. The vault takes of it what the confirmed terms leave, and
 * the rest waits: more in its book is a success. It is withdrawn afterwards.
 */
export async function fundedForNothing(scenario: Scenario, employer: Programme): Promise<void> {
  const own = await termsOf(scenario, employer);
  const { total } = await confirmedOf(scenario, own);
  const { fundings } = await scenario.sayAsGateway([]);
  const paid = fundings.filter(({ programme }) => programme === own.programme)
    .reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n);
  for (const [programme, room] of [
    [own.programme, BigInt(total.minor) - paid], [randomUUID(), 0n]] as const) {
    const before = await inBook(scenario);
    const funding = fundingOf(own, programme);
    await scenario.sayAsGateway([{ job: 'credits.funded', payload: funding }]);
    scenario.attacks.note(FOR_NOTHING, await inBook(scenario) - before > room);
    await scenario.sayAsGateway([withdrawalOf(funding)]);
  }
}

/**
 * The same gateway with a therapist: it invents a programme, says that it was paid, signs credits
 * for it by a key of its own, and she redeems them.
 */
export async function inventedMoney(
  scenario: Scenario, employer: Programme, crooked: Pick<Therapist, 'console'>,
): Promise<void> {
  const own = await termsOf(scenario, employer);
  const terms: Terms = { ...own, programme: randomUUID(), contract: newContract(), spareSeats: 0,
    departments: ofOwn() };
  const [invention] = await invent(scenario, [terms]);
  const funding = fundingOf(own, terms.programme);
  await scenario.sayAsGateway([{ job: 'credits.funded', payload: funding }]);
  for (let place = 0; invention && place < FORGED; place += 1) {
    const attempt = crooked.console.ask(written<{ redeemBearerCredit: Kind }>(REDEEM), { input: {
      idempotencyKey: newKey(), credit: creditUnder(invention.key), modality: 'VIDEO', minutes: 50,
      serviceDate: scenario.calendar.lastSession } });
    scenario.attacks.note(FOR_NOTHING, await succeeds(
      attempt.then(({ redeemBearerCredit }) => redeemBearerCredit), REDEEMS));
  }
  const waiting = (await proposedTerms(scenario, terms.period))
    .find(({ programme, state }) => programme === terms.programme && state !== 'CONFIRMED');
  if (waiting) await declines(scenario, waiting);
  await scenario.sayAsGateway([withdrawalOf(funding)]);
}

/** The gateway says that all payments were taken back. @returns which, to be paid again. */
export async function takeBack({ sayAsGateway }: Scenario): Promise<readonly Funding[]> {
  const { fundings } = await sayAsGateway([]);
  await sayAsGateway(fundings.map(withdrawalOf));
  return fundings;
}

/** They came in after all. */
export async function payAgain({ sayAsGateway }: Scenario, all: readonly Funding[]): Promise<void> {
  await sayAsGateway(all.map((funding): Said => (
    { job: 'credits.funded', payload: { ...funding, funding: randomUUID() } })));
}

/** One operator alone would pay a therapist, who claims for a session, when nothing is there. */
export async function payoutsUnfunded(
  { vaultOperator, attacks }: Scenario, therapist: Therapist, due: Claim,
): Promise<void> {
  expectKind(await submit(therapist, due), 'ClaimAdjudicated');
  const key = newKey();
  const { runPayouts: { count, toApprove } } = await vaultOperator.ask(RUN, { key });
  if (count === 0 && toApprove.length === 0) throw new Error('nothing was due to try this with');
  attacks.note(PAYOUT, count > 0);
  if (count > 0) return;
  const attempt = vaultOperator.ask(APPROVE, { key });
  attacks.note(PAYOUT, await succeeds(attempt.then((answer) => answer.approvePayouts), APPROVES));
}

/** Somebody of HR, with a letter as others have, books until she is refused, and gives it back. */
export async function hrCounts({ attacks }: Scenario, hr: Client): Promise<void> {
  const { wallet, practice } = hr;
  const shown = await earliestOpenings(wallet, [practice], PLACE);
  const booked: Opening[] = [];
  await countRefused(shown, async (opening) => {
    const answer = await book(wallet, opening, practice, PLACE);
    if (answer === 'booked') booked.push(opening);
    return answer;
  }, (isRefused) => { attacks.note('HR counting bookings by what is refused', isRefused); });
  for (const { slot } of booked) {
    if (!await cancelSession(wallet, bookingAt(hr, slot.startsAt))) {
      throw new Error('it was too late to cancel');
    }
  }
}

/** Try times until one is refused for anything but being taken; each tells whether it was. */
export async function countRefused<Time>(
  times: readonly Time[], tryOne: (time: Time) => Promise<string>,
  note: (isRefused: boolean) => void,
): Promise<void> {
  let tried = 0;
  for (const time of times) {
    if (tried >= MOST_TRIED) return;
    const answer = await tryOne(time);
    if (answer === 'slot-taken') continue;
    tried += 1;
    note(answer !== 'booked');
    if (answer !== 'booked') return;
  }
}

async function inBook({ vaultOperator }: Scenario): Promise<bigint> {
  return BigInt((await vaultOperator.ask(LEDGER)).operations.ledger.debitsMinor);
}

function fundingOf({ currency }: Terms, programme: string): Funding {
  return { programme, funding: randomUUID(), sessions: 100_000, amountMinor: MILLIONS, currency };
}

function withdrawalOf({ programme, funding }: Funding): Said {
  return { job: 'credits.withdrawn', payload: { programme, funding } };
}

function creditUnder({ keyId, pkcs8 }: IssuerKeyPair): string {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  return toBase64Url(encodeCredit(signedUnder(keyId, key)));
}
