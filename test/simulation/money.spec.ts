import { testCluster, type TestCluster } from '#local/testing';
import { written } from '#wallet/documents';
import { Refusal } from '#wallet/refusal';
import type { Kind } from '../../demo/story/kinds.ts';
import { together } from '../../demo/story/together.ts';
import { claimsOf, REDEEM, submit } from '../../demo/story/billing.ts';
import { openSlots, tryToBook, type Payment } from '../../demo/story/booking.ts';
import type { Client } from '../../demo/story/care.ts';
import { CANCEL } from '../../demo/story/changes.ts';
import { calendar } from './calendar.ts';
import { therapistsSignIn, type Therapist } from '../../demo/story/practices.ts';
import { seededChoices } from '../../demo/story/random.ts';
import { newKey } from '../../demo/story/scenario.ts';
import { brokenInvariants } from './books.ts';
import { fewActors, memberInCare, sessionCredits } from './actors.ts';
import { openWorld, type World } from './world.ts';

/**
 * Random sequences of everything that moves money, several at once and most of them wrong in some
 * way, through the running service; after each stretch of them the books are looked at.
 */

const SEED = Number(process.env['SOTTO_MONEY_SEED'] ?? 1);
const choices = seededChoices(SEED);
const STRETCHES = 6;
const STEPS = 40;
const AT_ONCE = 6;
const DAYS = [calendar.care, calendar.changes, '2027-02-10T12:00:00.000Z',
  '2027-02-24T12:00:00.000Z', '2027-03-10T12:00:00.000Z', calendar.billing];

let cluster: TestCluster;
let world: World;
let clients: Client[];
let consoles: Therapist[];
/** Everything that was ever booked or returned, also what is long gone: it is tried again. */
const booked: { id: string; who: Client }[] = [];
const returned: string[] = [];
const outcomes: Record<string, number> = {};

beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld({ members: 60, providers: 4, seed: 8 }, { cluster });
  const actors = await fewActors(world.scenario);
  clients = await together([0, 1, 2, 3, 4, 5], 3, (place) =>
    memberInCare(world.scenario, actors, place));
  consoles = [...actors.therapists];
}, 120_000);

afterAll(async () => {
  await world.close();
  await cluster.drop();
});

const anyClient = () => choices.pick(clients);
const anyCredit = () => choices.pick(sessionCredits(anyClient().wallet));

async function book(): Promise<Kind> {
  const who = anyClient();
  const slots = await openSlots(who);
  if (slots.length === 0) return { __typename: 'NoSlots' };
  const payment: Payment = returned.length > 0 && choices.chance(0.4)
    ? { returnedSessionId: choices.pick(returned) } : { credit: anyCredit() };
  const slot = choices.pick(slots.slice(0, 12));
  const answer = await tryToBook(who, slot.id, payment);
  if (answer.__typename === 'SessionBooked') booked.push({ id: answer.authorisation.id, who });
  return answer;
}

async function cancel(): Promise<Kind> {
  if (booked.length === 0) return { __typename: 'NothingBooked' };
  const { id, who } = choices.pick(booked);
  const { cancelSession } = await (choices.chance(0.1) ? anyClient() : who).door.ask(
    written<{ cancelSession: Kind & { returnedSessionId?: string } }>(CANCEL),
    { input: { idempotencyKey: newKey(), authorisationId: id } });
  if (cancelSession.returnedSessionId) returned.push(cancelSession.returnedSessionId);
  return cancelSession;
}

async function redeem(): Promise<Kind> {
  const day = world.scenario.clock.now().toISOString().slice(0, 10);
  const { redeemBearerCredit } = await choices.pick(consoles).console.ask(
    written<{ redeemBearerCredit: Kind }>(REDEEM), { input: {
      idempotencyKey: newKey(), credit: anyCredit(), serviceDate: day, modality: 'VIDEO',
      minutes: 50 } });
  return redeemBearerCredit;
}

async function claim(): Promise<Kind> {
  const due = await claimsOf(choices.pick(consoles));
  if (due.length === 0) return { __typename: 'NothingDue' };
  const minor = choices.pick(['1', '9500', '12000', '999999999']);
  const answer = await submit(choices.pick(consoles), {
    ...choices.pick(due), fee: { minor, currency: 'EUR' } });
  return { __typename: answer.__typename === 'ClaimAdjudicated'
    ? `Claim ${answer.claim.status}` : answer.__typename };
}

async function payOut(): Promise<Kind> {
  await world.scenario.vaultOperator.ask(
    written('mutation ($key: ID!) { runPayouts(idempotencyKey: $key) { count } }'), { key: newKey() });
  return { __typename: 'PayoutsRun' };
}

/** One random step; a typed refusal is an outcome like any other, a fault is none. */
async function step(): Promise<void> {
  const act = choices.pick([book, book, book, cancel, cancel, redeem, claim, claim, claim, payOut]);
  let outcome: string;
  try {
    outcome = (await act()).__typename;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'INTERNAL') throw error;
    outcome = error.code;
  }
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
}

it('random sequences of bookings, cancellations, claims and payouts keep every book right', async () => {
  for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
    await world.scenario.clock.moveTo(DAYS[stretch]!);
    consoles = await therapistsSignIn(world.scenario, consoles);
    await together(Array.from({ length: STEPS }), AT_ONCE, step);
    expect(await brokenInvariants(cluster)).toEqual([]);
  }
  // The sequence got somewhere: each kind of thing happened, and each was refused as well.
  for (const kind of ['SessionBooked', 'CreditNotUsable', 'SessionCancelled', 'BearerRedeemed',
    'Claim PAID', 'PayoutsRun']) {
    expect([kind, (outcomes[kind] ?? 0) > 0]).toEqual([kind, true]);
  }
}, 240_000);

it('the books\' check sees a claim that was paid without authorisation', async () => {
  // As by hands that no trigger holds: a payout that does not add up is refused.
  await cluster.query('vault', 'ALTER TABLE claim DISABLE TRIGGER adds_up');
  await cluster.query('vault', `UPDATE claim SET paid_minor = 1000000
    WHERE id = (SELECT id FROM claim WHERE status = 'paid' LIMIT 1)`);
  expect((await brokenInvariants(cluster)).join()).toContain('what is paid was authorised');
});
