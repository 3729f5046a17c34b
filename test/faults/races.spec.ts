import { join } from 'node:path';
import { CONSENT_VERSION } from '../../apps/worker/src/consent/consent.text.ts';
import { testCluster, type TestCluster } from '#local/testing';
import { written } from '#wallet/documents';
import { connect } from '#wallet/node/undici';
import type { Transport } from '#wallet/transport';
import { outcomeOf, type Kind } from '../../demo/story/kinds.ts';
import { bookingOf, openSlots, tryToBook } from '../../demo/story/booking.ts';
import { claimsOf, submit } from '../../demo/story/billing.ts';
import { OPEN_CASE, type Client } from '../../demo/story/care.ts';
import { CANCEL } from '../../demo/story/changes.ts';
import { calendar } from '../simulation/calendar.ts';
import { therapistsSignIn } from '../../demo/story/practices.ts';
import { newKey, vaultOver } from '../../demo/story/scenario.ts';
import {
  fewActors, memberInCare, memberWithCredits, sessionCredits, type FewActors,
} from '../simulation/actors.ts';
import { start, type Running } from '../simulation/processes.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { pauseAt, type Attempt } from './forced.ts';
import { settleTimes } from '../web/employee.scenario.ts';

/** One vault, two workers, and everything at once, over the real relay and the real database. */

const CONNECTIONS = 64;

let cluster: TestCluster;
let world: World;
let second: Running;
let actors: FewActors;
let client: Client;

beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld({ members: 60, providers: 4, seed: 4 }, { cluster });
  second = await start(join('dist', 'apps/worker/src/main.js'), {
    ...world.service.secrets.vault, SOTTO_MODE: 'test', SOTTO_CLOCK_FILE: world.clockFile,
    VAULT_DATABASE_URL: cluster.urls.vault, QUEUE_URL: cluster.urls.queueWorker,
  });
  actors = await fewActors(world.scenario);
  client = await memberInCare(world.scenario, actors, 0);
}, 120_000);

afterAll(async () => {
  await second.stop();
  await world.close();
  await cluster.drop();
});

/** Attempts at once, each over a connection of its own, and how many came to what. */
async function atOnce(
  count: number, attempt: (transport: Transport, place: number) => Promise<Kind>,
): Promise<Record<string, number>> {
  const connections = Array.from({ length: count }, () => connect(world.service.origin, 1));
  const outcomes = await Promise.all(connections.map(({ transport }, place) =>
    outcomeOf(attempt(transport, place))));
  await Promise.all(connections.map((connection) => connection.close()));
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** A client's own door over a connection that nobody else uses. */
const doorOver = (transport: Transport, { wallet }: Client) => vaultOver(
  world.scenario, transport, wallet.caseAuthorization(actors.employer.programmeId));

const cancel = ({ door }: Client, authorisationId: string) =>
  door.ask(written<{ cancelSession: Kind & { returnedSessionId: string } }>(CANCEL),
    { input: { idempotencyKey: newKey(), authorisationId } })
    .then((answer) => answer.cancelSession);

/** Of the times that a client is shown after a midnight, those that nobody has had since. */
async function freeTimes(who: Client) {
  await settleTimes({ service: { cluster, world } }, world.scenario.clock.now());
  const shown = await openSlots(who);
  const free = await cluster.query<{ id: string }>('vault',
    `SELECT s.id FROM slot s JOIN free_time f ON f.slot_id = s.id AND NOT f.given_back
     WHERE s.status = 'open' AND s.id = ANY ($1::uuid[])`,
    [shown.map(({ id }) => id)]);
  return shown.filter(({ id }) => free.some((one) => one.id === id));
}

/** All these, over and over, one for each connection. */
async function manyTimes(who: Client) {
  const shown = await freeTimes(who);
  return Array.from({ length: CONNECTIONS }, (_, place) => shown[place % shown.length]);
}

/** Book one session with the credit at a place in the wallet. */
async function bookOne(who: Client, credit: number) {
  const [slot] = await freeTimes(who);
  const payment = { credit: sessionCredits(who.wallet)[credit]! };
  const booked = await tryToBook(who, slot!.id, payment);
  expect((booked as Kind).__typename).toBe('SessionBooked');
  return { slot: slot!, ...booked.authorisation };
}

async function reconciles(): Promise<void> {
  expect(await cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
  const twice = await cluster.query('vault', `SELECT resolves FROM journal_entry
    WHERE resolves IS NOT NULL GROUP BY resolves HAVING count(*) > 1`);
  expect(twice).toEqual([]);
  const [holds] = await cluster.query<{ held: string; open: string }>('vault', `
    SELECT (SELECT count(*) FROM authorisation WHERE status = 'held') AS held,
      (SELECT count(DISTINCT entry_id) FROM open_hold
        WHERE code LIKE 'hold:programme/%/EUR') AS open`);
  expect(holds!.open).toBe(holds!.held);
}
afterEach(() => reconciles());

describe(`${CONNECTIONS} connections at once`, () => {
  it('spend one session credit on as many times: one succeeds', async () => {
    const slots = await manyTimes(client);
    const payment = { credit: sessionCredits(client.wallet)[0]! };
    expect(await atOnce(CONNECTIONS, (transport, place) =>
      tryToBook(client, slots[place]!.id, payment, doorOver(transport, client))))
      .toEqual({ SessionBooked: 1, CreditNotUsable: CONNECTIONS - 1 });
  });

  it('open as many cases with one entry credit: one is opened', async () => {
    const { wallet } = await memberWithCredits(world.scenario, actors, 1);
    const { credit } = wallet.content.credits.find(({ kind }) => kind === 'entry')!;
    expect(await atOnce(CONNECTIONS, async (transport, place) => {
      const input = {
        idempotencyKey: newKey(), entryCredit: credit, consentVersion: CONSENT_VERSION,
        acceptedConsent: true, caseKey: place.toString(16).padStart(64, 'a'),
      };
      const { openCase } = await vaultOver(world.scenario, transport)
        .ask(written<{ openCase: Kind }>(OPEN_CASE), { input });
      return openCase;
    })).toEqual({ CaseOpened: 1, CreditNotUsable: CONNECTIONS - 1 });
  });

  it('use one returned session: it buys one', async () => {
    const { id } = await bookOne(client, 1);
    const { returnedSessionId } = await cancel(client, id);
    const slots = await manyTimes(client);
    expect(await atOnce(CONNECTIONS, (transport, place) =>
      tryToBook(client, slots[place]!.id, { returnedSessionId }, doorOver(transport, client))))
      .toEqual({ SessionBooked: 1, CreditNotUsable: CONNECTIONS - 1 });
  });

  it('send one request: it is done once and answered alike', async () => {
    const [slot] = await freeTimes(client);
    const input = bookingOf(client, slot!.id, { credit: sessionCredits(client.wallet)[2]! });
    const numbers = new Set<string>();
    await atOnce(CONNECTIONS, async (transport) => {
      const { bookSession } = await doorOver(transport, client).ask(
        written<{ bookSession: Kind & { authorisation: { number: string } } }>(
          `mutation ($input: BookSessionInput!) { bookSession(input: $input) { __typename
          ... on SessionBooked { authorisation { number } } } }`), { input });
      numbers.add(bookSession.authorisation.number);
      return bookSession;
    });
    expect(numbers.size).toBe(1);
  });

  it('want one time with credits of their own: one gets it, the others keep their credits', async () => {
    const rival = await memberInCare(world.scenario, actors, 2);
    const [slot] = await freeTimes(rival);
    // A client is shown eight times of a therapist at most: one is raced for, four are booked.
    const credits = sessionCredits(rival.wallet).slice(0, 5);
    expect(await atOnce(credits.length, (transport, place) =>
      tryToBook(rival, slot!.id, { credit: credits[place]! }, doorOver(transport, rival))))
      .toEqual({ SessionBooked: 1, SlotTaken: credits.length - 1 });
    // None of the others was spent for a time that was taken.
    const others = (await freeTimes(rival)).slice(0, credits.length);
    const again = [];
    for (const [place, credit] of credits.entries()) {
      const answer = await tryToBook(rival, others[place]!.id, { credit });
      again.push((answer as Kind).__typename);
    }
    expect(again.filter((kind) => kind === 'CreditNotUsable')).toHaveLength(1);
    expect(again.filter((kind) => kind === 'SessionBooked')).toHaveLength(credits.length - 1);
  });
});

describe('forced to interleave', () => {
  it.each([['COMMIT', 'CreditNotUsable'], ['ROLLBACK', 'SessionBooked']] as const)(
    'a rival\'s spending of the same credit that ends in %s leads to %s', async (ending, expected) => {
      const place = ending === 'COMMIT' ? 3 : 4;
      const held = client.wallet.content.credits.filter(({ kind }) => kind === 'session')[place]!;
      const paused = await pauseAt(cluster, `INSERT INTO nullifier
        SELECT decode($1, 'hex'), 'session', programme, period
        FROM nullifier LIMIT 1 RETURNING 1`, [held.id]);
      const [slot] = await freeTimes(client);
      const attempt = await paused.queueUp(() =>
        tryToBook(client, slot!.id, { credit: held.credit }));
      await paused.letGo(ending);
      expect((await attempt.ends as Kind).__typename).toBe(expected);
    });

  it('two cancellations of one session return it once', async () => {
    const { id } = await bookOne(client, 5);
    const paused = await pauseAt(cluster,
      'SELECT FROM authorisation WHERE id = $1 FOR UPDATE', [id]);
    const attempts = [
      await paused.queueUp(() => cancel(client, id)),
      await paused.queueUp(() => cancel(client, id)),
    ];
    await paused.letGo();
    const outcomes = await Promise.all(attempts.map(({ ends }) => outcomeOf(ends)));
    expect(outcomes.sort()).toEqual(['SessionCancelled', 'TooLateToCancel']);
  });

  it.each(['cancel first', 'book first'])('a time that is cancelled and booked at once: %s',
    async (order) => {
      const rival = await memberInCare(world.scenario, actors, order === 'cancel first' ? 3 : 4);
      const mine = await bookOne(rival, 0);
      const paused = await pauseAt(cluster, 'SELECT FROM slot WHERE id = $1 FOR UPDATE',
        [mine.slot.id]);
      const steps = [
        () => cancel(rival, mine.id) as Promise<Kind>,
        () => tryToBook(rival, mine.slot.id,
          { credit: sessionCredits(rival.wallet)[1]! }) as Promise<Kind>,
      ];
      if (order === 'book first') steps.reverse();
      const attempts: Attempt<Kind>[] = [];
      for (const step of steps) attempts.push(await paused.queueUp(step));
      await paused.letGo();
      const outcomes = await Promise.all(attempts.map(({ ends }) => outcomeOf(ends)));
      // What is given back today is free again tomorrow: the answer tells nobody of it.
      expect(outcomes).toEqual(order === 'cancel first'
        ? ['SessionCancelled', 'SlotTaken'] : ['SlotTaken', 'SessionCancelled']);
    });

  it.each(['cancel first', 'claim first'])('a session that is cancelled and claimed at once: %s',
    async (order) => {
      const who = await memberInCare(world.scenario, actors, order === 'cancel first' ? 5 : 6);
      await world.scenario.clock.moveTo(order === 'cancel first' ? calendar.care : calendar.changes);
      const booked = await bookOne(who, 0);
      const [therapist] = await therapistsSignIn(world.scenario,
        actors.therapists.filter(({ id }) => id === who.providerId));
      const [claim] = (await claimsOf(therapist!))
        .filter(({ authorisationNumber }) => authorisationNumber === booked.number);
      const paused = await pauseAt(cluster,
        'SELECT FROM authorisation WHERE id = $1 FOR UPDATE', [booked.id]);
      const steps = [
        () => outcomeOf(cancel(who, booked.id)),
        () => submit(therapist!, claim!).then((answer) => answer.claim.status),
      ];
      if (order === 'claim first') steps.reverse();
      const attempts: Attempt<string>[] = [];
      for (const step of steps) attempts.push(await paused.queueUp(step));
      await paused.letGo();
      // A session still to come can be cancelled in time, and not be claimed: never both.
      const outcomes = await Promise.all(attempts.map(({ ends }) => ends));
      expect(outcomes.sort()).toEqual(['DENIED', 'SessionCancelled']);
    });

  it('two claims for one held session are paid once', async () => {
    const who = await memberInCare(world.scenario, actors, 7);
    const booked = await bookOne(who, 0);
    await world.scenario.clock.moveTo(calendar.billing);
    const [therapist] = await therapistsSignIn(world.scenario,
      actors.therapists.filter(({ id }) => id === who.providerId));
    const [claim] = (await claimsOf(therapist!))
      .filter(({ authorisationNumber }) => authorisationNumber === booked.number);
    const paused = await pauseAt(cluster,
      'SELECT FROM authorisation WHERE id = $1 FOR UPDATE', [booked.id]);
    const attempts = [
      await paused.queueUp(() => submit(therapist!, claim!)),
      await paused.queueUp(() => submit(therapist!, claim!)),
    ];
    await paused.letGo();
    const statuses = (await Promise.all(attempts.map(({ ends }) => ends)))
      .map(({ claim: { status } }) => status);
    expect(statuses.sort()).toEqual(['DENIED', 'PAID']);
  });
});
