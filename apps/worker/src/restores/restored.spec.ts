import { randomUUID } from 'node:crypto';
import { Scheduler } from '../periods/scheduler.service.ts';
import {
  book, cancel, openCase, openPeriod, openSlots, passMidnight, publishSlots, refer,
  registerTherapist, type Vault,
} from '../../test/vault.ts';
import { OWN_PASSWORD, signInFully } from '../../test/sign-in.ts';
import { newPeriod, Two } from './two.fixture.ts';

/** One person in care with five credits, and a therapist with time. */
async function inCare(vault: Vault) {
  const issuer = await openPeriod(vault);
  const therapist = await registerTherapist(vault);
  await publishSlots(vault, therapist, Array.from({ length: 8 }, (_, n) =>
    new Date(Date.parse('2026-11-10T08:00:00Z') + n * 3_600_000).toISOString()));
  const person = await openCase(vault, issuer);
  const { referral } = await refer(vault, person, { providerId: therapist.id });
  const free = await openSlots(vault, person, referral.id);
  const slots = free.slice(0, 5);
  const credits = slots.map(() => issuer.mint('session'));
  const spend = (on: Vault) => Promise.all(slots.map(async ({ id: slotId }, n) => book(on, person, {
    referralId: referral.id, slotId, payment: { credit: credits[n]! },
  }).then(({ __typename }) => __typename, (error: Error) => error.message.split(':')[0])));
  const own = (on: Vault) => on.get<{ openedOn: string }>(
    '{ case { openedOn } }', {}, person.authorization);
  const bookBy = (on: Vault, n: number, payment: object) => book(on, person, {
    referralId: referral.id, slotId: free[n]!.id, payment });
  return { spend, own, issuer, therapist, person, bookBy };
}

const all = (word: string) => Array.from({ length: 5 }, () => word);
const STANDING = '{ restoreStanding { state atMost payoutsHeld payoutsDue { minor } } }';
const HELD = { payoutsHeld: true, payoutsDue: [] };
const RUN = 'mutation ($key: ID!) { runPayouts(idempotencyKey: $key) { count } }';
const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  __typename ... on CreditNotUsable { message } } }`;
const redeem = (vault: Vault, { authorization }: { authorization: string }, credit: string) =>
  vault.get(REDEEM, { input: {
    idempotencyKey: randomUUID(), credit, serviceDate: '2026-11-02', modality: 'VIDEO', minutes: 50,
  } }, authorization);
const END = 'mutation { endPeriods { state periods worthless } }';
const ACCEPT = 'mutation ($upTo: Int!) { acceptRestore(upTo: $upTo) { state atMost } }';

/** Payouts since the backup are forgotten: the clock must not make them again. */
async function clockPaysOnlyAfterOperator(vault: Vault): Promise<void> {
  const scheduler = vault.app.get(Scheduler, { strict: false });
  const runs = () => vault.row('SELECT count(*)::int AS runs FROM payout_run');
  const { runs: before } = await vault.row<{ runs: number }>(
    'SELECT count(*)::int AS runs FROM payout_run');
  vault.clock.set('2026-11-06T12:00:00Z');
  await scheduler.look();
  expect(await runs()).toEqual({ runs: before });
  expect(await vault.get(STANDING, {}, vault.operator)).toMatchObject(HELD);
  await vault.get(RUN, { key: randomUUID() }, vault.operator);
  await scheduler.look();
  expect(await runs()).toEqual({ runs: before + 2 });
  expect(await vault.get(STANDING, {}, vault.operator)).toMatchObject({ payoutsHeld: false });
  vault.clock.set('2026-11-02T12:00:00Z');
}

describe('after a restore', () => {
  let two: Two;
  afterEach(() => two.close());

  it('without the check, credits that were spent since are spent again: the attack', async () => {
    two = await Two.open(false);
    const { spend } = await inCare(two.vault);
    await two.backUp('vault');
    expect(await spend(two.vault)).toEqual(all('SessionBooked'));
    await two.restore('vault');
    expect(await spend(two.vault)).toEqual(all('SessionBooked'));
  });

  it('of the vault alone, nothing is spent twice until its operator bears what it may cost',
    async () => {
      two = await Two.open();
      const { spend, own } = await inCare(two.vault);
      await two.backUp('vault');
      await two.pass(3);
      expect(await spend(two.vault)).toEqual(all('SessionBooked'));
      await two.restore('vault');
      expect(two.states()).toEqual(['partner-restored', 'restored']);
      expect(await spend(two.vault)).toEqual(all('UNAVAILABLE'));
      expect(await own(two.vault)).toEqual({ openedOn: '2026-11-01' });
      // 120 people with an entry credit and eight sessions, and one entry credit is known as spent.
      const standing = { state: 'restored', atMost: 120 * 9 - 1, ...HELD };
      expect(await two.vault.get(STANDING, {}, two.vault.operator)).toEqual(standing);
      const accept = (upTo: number) => two.vault.get(ACCEPT, { upTo }, two.vault.operator);
      await expect(accept(standing.atMost - 1)).rejects.toThrow(`CONFLICT: Up to ${standing.atMost}`);
      await accept(standing.atMost);
      await two.pass(1);
      expect(two.states()).toEqual(['open', 'open']);
      await clockPaysOnlyAfterOperator(two.vault);
      await expect(accept(5_000)).rejects.toThrow('CONFLICT: Nothing is to be accepted');
      expect(await spend(two.vault)).toEqual(all('SessionBooked'));
    });

  it('its operator, by her token\'s name, can end the running periods', async () => {
    two = await Two.open();
    const { spend, issuer, therapist, person, bookBy } = await inCare(two.vault);
    await expect(two.vault.get(END, {}, two.vault.operator)).rejects.toThrow('this vault is open');
    const [returned, kept] = await Promise.all([5, 6].map((n) =>
      bookBy(two.vault, n, { credit: issuer.mint('session') })));
    const { returnedSessionId } = await cancel(two.vault, person, returned!.authorisation!.id);
    await two.backUp('vault');
    await two.pass(3);
    expect(await spend(two.vault)).toEqual(all('SessionBooked'));
    await two.restore('vault');
    const { atMost } = await two.vault.get<{ atMost: number }>(STANDING, {}, two.vault.operator);
    expect(atMost).toBe(120 * 9 - 3 + 1);
    expect(await two.vault.get(END, {}, two.vault.operator)).toMatchObject(
      { periods: 1, worthless: 120 * 9 - 3 });
    await two.pass(1);
    expect(two.states()).toEqual(['open', 'open']);
    await clockPaysOnlyAfterOperator(two.vault);
    // Again: the answer may have been lost.
    expect(await two.vault.get(END, {}, two.vault.operator)).toMatchObject(
      { state: 'open', periods: 1, worthless: 120 * 9 - 3 });
    // Whoever has a letter yet is told before anything is issued for it.
    const { body } = await two.vault.get<{ body: string }>(
      `{ keyDirectory(programmeId: "${issuer.programme}", period: "2026-10") { body } }`);
    expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toMatchObject({ ended: true });
    expect(await spend(two.vault)).toEqual(all('CreditNotUsable'));
    await expect(openCase(two.vault, issuer)).rejects.toThrow('CreditNotUsable');
    // Sign-ins of the backup's day have ended.
    const { token } = await signInFully(two.vault, therapist.login, OWN_PASSWORD);
    const signedIn = { authorization: `Provider ${token}` };
    expect(await redeem(two.vault, signedIn, issuer.mint('session'))).toMatchObject({
      __typename: 'CreditNotUsable', message: expect.stringContaining('the period was ended early'),
    });
    // It returned before the restore: perhaps it was used since the backup.
    expect((await bookBy(two.vault, 5, { returnedSessionId })).__typename).toBe('CreditNotUsable');
    // What is booked stays; cancelled from now on it returns, since nobody can have used it.
    const since = await cancel(two.vault, person, kept!.authorisation!.id);
    await passMidnight(two.vault);
    expect((await bookBy(two.vault, 6, { returnedSessionId: since.returnedSessionId }))
      .__typename).toBe('SessionBooked');
    expect(await two.vault.row('SELECT ended_on::text, ended_by FROM period_ended'))
      .toEqual({ ended_on: '2026-11-02', ended_by: 'operator' });
    const next = await openPeriod(two.vault, { programme: issuer.programme, period: '2027-10' });
    two.vault.clock.set('2027-10-04T12:00:00Z');
    await expect(openCase(two.vault, next)).resolves.toBeDefined();
  });

  it.each(['acceptRestore', 'endPeriods'] as const)(
    'by %s, nothing is spent twice of a period that the backup does not know, but what is counted',
    async (choice) => {
      two = await Two.open();
      const therapist = await registerTherapist(two.vault);
      await publishSlots(two.vault, therapist,
        [8, 10, 12].map((hour) => `2026-11-10T${String(hour).padStart(2, '0')}:00:00Z`));
      await two.backUp('vault');
      await two.pass(3);
      const { spend, tell, ...period } = newPeriod(two, therapist.id);
      two.known.push({ ...period, tell });
      await tell();
      expect(await spend()).toEqual(['case', 'SessionBooked', 'SessionBooked']);
      two.isListLost = true;
      await two.restore('vault');
      await two.pass(2);
      const say = () => two.vault.get<{ periods?: number }>(
        choice === 'endPeriods' ? END : ACCEPT, { upTo: 0 }, two.vault.operator);
      expect(await two.vault.get('{ restoreStanding { isKnown } }', {}, two.vault.operator))
        .toEqual({ isKnown: false });
      await expect(say()).rejects.toThrow('CONFLICT: The gateway has not told this vault yet');
      // The list has come, and what it lists has not.
      two.isListLost = false;
      two.known[0]!.tell = () => Promise.resolve();
      await two.pass(1);
      await expect(say()).rejects.toThrow('CONFLICT: The gateway has not told this vault yet');
      expect(two.states()).toEqual(['partner-restored', 'restored']);
      await tell();
      expect(await two.vault.get(STANDING, {}, two.vault.operator))
        .toMatchObject({ state: 'restored', atMost: 120 * 9 });
      if (choice === 'endPeriods') {
        expect(await say()).toMatchObject({ periods: 1, worthless: 120 * 9 });
        await two.pass(1);
        expect(await spend()).toEqual([expect.stringContaining('CreditNotUsable')]);
      } else {
        await expect(say()).rejects.toThrow('CONFLICT: Up to 1080 credits');
      }
    });

  it('of the gateway alone, both know it, and the vault takes nothing new either', async () => {
    two = await Two.open();
    const { spend } = await inCare(two.vault);
    await two.backUp('gateway');
    await two.pass(3);
    await two.restore('gateway');
    expect(two.states()).toEqual(['restored', 'partner-restored']);
    expect(await spend(two.vault)).toEqual(all('UNAVAILABLE'));
    await expect(two.vault.get(ACCEPT, { upTo: 5_000 }, two.vault.operator))
      .rejects.toThrow('this vault is partner-restored');
    // Credits that were issued twice are made worthless here; the gateway's operator opens both.
    expect(await two.vault.get(END, {}, two.vault.operator)).toEqual(
      { state: 'partner-restored', periods: 1, worthless: 120 * 9 - 1 });
  });

  it('of both to different moments, the one that is further back is closed, and so is the other',
    async () => {
      two = await Two.open();
      const { spend } = await inCare(two.vault);
      await two.backUp('vault');
      await two.pass(3);
      await two.backUp('gateway');
      await two.pass(3);
      await two.restore('vault', 'gateway');
      expect(two.states()).toEqual(['partner-restored', 'restored']);
      expect(await spend(two.vault)).toEqual(all('UNAVAILABLE'));
    });

  it('of both to one moment, neither can know it: they go on', async () => {
    two = await Two.open();
    const { spend } = await inCare(two.vault);
    await two.backUp('vault', 'gateway');
    await two.pass(3);
    await two.restore('vault', 'gateway');
    expect(two.states()).toEqual(['open', 'open']);
    expect(await spend(two.vault)).toEqual(all('SessionBooked'));
  });
});
