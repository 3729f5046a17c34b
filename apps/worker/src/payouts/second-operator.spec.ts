import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { pauseAt } from '../../../../test/faults/forced.ts';
import type { Log, LogFields, LogLevel } from '#platform/logging';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Vault,
} from '../../test/vault.ts';
import { UNNAMED } from '#platform/settings/operators';
import { operatorNamed } from '../../test/setting.ts';
import { Scheduler } from '../periods/scheduler.service.ts';
import { FundCreditsProcessor } from '../funding/fund-credits.processor.ts';
import { WithdrawCreditsProcessor } from '../funding/withdraw-credits.processor.ts';
import { PayoutsService } from './payouts.service.ts';
import { PayoutsStore } from './payouts.store.ts';

const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  __typename } }`;
const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  ... on BearerRedeemed { authorisation { id } } } }`;
const RUN = `mutation ($key: ID!) { runPayouts(idempotencyKey: $key) {
  count totals { minor currency } toApprove { minor currency } } }`;
const APPROVE = `mutation ($key: ID!) { approvePayouts(idempotencyKey: $key) { __typename
  ... on PayoutsRun { count totals { minor currency } } ... on PayoutsRefused { code message } } }`;
const WAITING = '{ waitingPayouts { runId askedBy toApprove { minor currency } } }';
const PAID = [{ minor: '8550', currency: 'EUR' }];
const SECRETS = 'of a vault with two operators';

const lines: (LogFields & { level: LogLevel })[] = [];
const log: Log = { write: (level, fields) => { lines.push({ ...fields, level }); } };

let vault: Vault;
let therapist: { id: string; authorization: string };
beforeAll(async () => {
  vault = await openVault(8, log, { secrets: SECRETS, operators: ['anna', 'ben'] });
  therapist = await registerTherapist(vault);
  await vault.row(`UPDATE provider_session SET expires_at = '2027-01-01', used_at = '2027-01-01'`);
});
afterAll(() => vault.close());

/** What a named operator signs her requests with. */
const as = (name: string) => operatorNamed(name, SECRETS);
let hour = 1;

/** A programme that has paid for so many sessions, of which one is held and claimed on a day. */
async function claimed(sessions: number, day = '2026-11-04'): Promise<string> {
  vault.clock.set(new Date(Date.parse(`${day}T12:00:00Z`) - 2 * 86_400_000).toISOString());
  const issuer = await openPeriod(vault, { sessions });
  hour += 1;
  await publishSlots(vault, therapist, [`${day}T${String(hour).padStart(2, '0')}:00:00Z`]);
  const person = await openCase(vault, issuer);
  const { referral } = await refer(vault, person, { providerId: therapist.id });
  const [slot] = (await openSlots(vault, person, referral.id)).slice(-1);
  const { authorisation } = await book(vault, person, { referralId: referral.id,
    slotId: slot!.id, payment: { credit: issuer.mint('session') } });
  vault.clock.set(`${day}T23:00:00Z`);
  await vault.get(CONFIRM, { input: { idempotencyKey: randomUUID(),
    authorisationId: authorisation!.id } }, therapist.authorization);
  return issuer.programme;
}
/** A session of a day that a paper credit pays for, claimed. */
async function claimOnPaper(credit: string, serviceDate: string): Promise<void> {
  vault.clock.set('2026-11-04T23:00:00Z');
  const { authorisation } = await vault.get<{ authorisation: { id: string } }>(REDEEM, { input: {
    idempotencyKey: randomUUID(), credit, serviceDate, modality: 'VIDEO' } },
  therapist.authorization);
  await vault.get(CONFIRM, { input: { idempotencyKey: randomUUID(),
    authorisationId: authorisation.id } }, therapist.authorization);
}

const run = (key: string, name = 'anna') => vault.get(RUN, { key }, as(name));
const approve = (key: string, name: string) =>
  vault.get<{ __typename: string; code?: string }>(APPROVE, { key }, as(name));

describe('a payout run', () => {
  it('within what employers have paid in is paid by one operator', async () => {
    await claimed(1);
    expect(await run(randomUUID())).toEqual({ count: 1, totals: PAID, toApprove: [] });
  });

  it('above it waits for a second one, by name, and is then paid once', async () => {
    await claimed(0);
    const key = randomUUID();
    expect(await run(key)).toEqual({ count: 0, totals: [], toApprove: PAID });
    expect(await vault.get(WAITING, {}, as('ben')))
      .toEqual([{ runId: key, askedBy: 'anna', toApprove: PAID }]);
    expect(await vault.get('{ waiting { kind count day } }', {}, as('ben')))
      .toContainEqual({ kind: 'PAYOUTS', count: 1, day: '2026-11-04' });
    expect(await vault.get('{ operations { payoutsWaiting } }', {}, as('ben')))
      .toEqual({ payoutsWaiting: 1 });
    expect(await approve(key, 'anna')).toMatchObject({ code: 'SAME_OPERATOR' });
    expect(await approve(randomUUID(), 'ben')).toMatchObject({ code: 'NOT_WAITING' });
    expect(await approve(key, 'ben')).toEqual({ __typename: 'PayoutsRun', count: 1, totals: PAID });
    expect(await approve(key, 'ben')).toMatchObject({ code: 'NOT_WAITING' });
    expect(await run(key)).toEqual({ count: 1, totals: PAID, toApprove: [] });
    expect(await vault.get(WAITING, {}, as('ben'))).toEqual([]);
  });

  it('sees a funding that is withdrawn while it begins: nothing of it is paid by one', async () => {
    const programme = await claimed(1);
    const [funding] = await vault.cluster.query<{ id: string }>('vault',
      'SELECT id FROM funding WHERE programme = $1', [programme]);
    // The withdrawal has noted it, and waits for the fund when the run begins.
    const paused = await pauseAt(vault.cluster, 'SELECT 1 FROM account WHERE code = $1 FOR UPDATE',
      [`fund:programme/${programme}/EUR`]);
    const withdrawal = await paused.queueUp(() => vault.app.get(WithdrawCreditsProcessor,
      { strict: false }).process({ programme, funding: funding!.id }));
    const key = randomUUID();
    const running = await paused.queueUp(() => run(key));
    await paused.letGo();
    await withdrawal.ends;
    expect(await running.ends).toEqual({ count: 0, totals: [], toApprove: PAID });
    expect(await approve(key, 'ben')).toMatchObject({ count: 1, totals: PAID });
  });

  it('pays the claims that it was asked for, however many are made before the yes', async () => {
    const [key, next] = [randomUUID(), randomUUID()];
    await claimed(0);
    await run(key);
    await claimed(0);
    // It is not made more under the eyes of her who says yes to it, whoever asks again.
    expect(await run(key)).toMatchObject({ toApprove: PAID });
    expect(await run(key, 'ben')).toMatchObject({ toApprove: PAID });
    expect(await vault.get(WAITING, {}, as('ben')))
      .toEqual([{ runId: key, askedBy: 'anna', toApprove: PAID }]);
    expect(await approve(key, 'ben')).toEqual({ __typename: 'PayoutsRun', count: 1, totals: PAID });
    expect(await run(next)).toMatchObject({ count: 0, toApprove: PAID });
    expect(await approve(next, 'ben')).toMatchObject({ count: 1, totals: PAID });
  });

  it('is paid as it was asked for, whatever is claimed and asked for since', async () => {
    const issuer = await openPeriod(vault, { sessions: 0 });
    const step = fc.constantFrom('claim' as const, 'ask' as const);
    const euro = (minor: number) => [{ minor: String(minor), currency: 'EUR' }];
    let day = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 4 }), async (steps) => {
      const asked: (readonly [key: string, minor: number])[] = [];
      let due = 0;
      for (const one of ['claim', 'ask', ...steps, 'claim'] as const) {
        if (one === 'claim') {
          day += 1;
          due += 8_550;
          await claimOnPaper(issuer.mint('session'), `2026-10-${String(day).padStart(2, '0')}`);
        } else {
          asked.push([randomUUID(), due]);
          expect(await run(asked.at(-1)![0])).toMatchObject({ count: 0, toApprove: euro(due) });
        }
      }
      let paid = 0;
      for (const [key, minor] of asked) {
        // Where nothing was claimed in between, all of it has gone with the one before.
        expect(await approve(key, 'ben')).toMatchObject(
          minor === paid ? { code: 'NOT_WAITING' } : { totals: euro(minor - paid) });
        paid = minor;
      }
      for (const [key] of asked) expect(await run(key)).toMatchObject({ toApprove: [] });
      const last = randomUUID();
      expect(await run(last)).toMatchObject({ toApprove: euro(due - paid) });
      await approve(last, 'ben');
    }), { numRuns: 4, examples: [[['ask']]] });
    expect(await vault.get(WAITING, {}, as('ben'))).toEqual([]);
  });

  it('is not approved for more than was asked for, once money was taken back', async () => {
    const [key, anew] = [randomUUID(), randomUUID()];
    const funded = await claimed(1);
    await claimed(0);
    expect(await run(key)).toMatchObject({ toApprove: PAID });
    await vault.row(
      `UPDATE funding SET withdrawn_on = '2026-11-04' WHERE programme = $1`, [funded]);
    expect(await approve(key, 'ben')).toMatchObject({ code: 'ASK_ANEW' });
    expect(await run(anew)).toMatchObject({ toApprove: [{ minor: '17100', currency: 'EUR' }] });
    expect(await approve(anew, 'ben')).toMatchObject({ count: 1 });
    // What has nothing left to pay waits no more.
    expect(await vault.get(WAITING, {}, as('ben'))).toEqual([]);
  });

  it('of one programme is not paid by what another has paid in', async () => {
    await claimed(1);
    await claimed(0);
    const key = randomUUID();
    expect(await run(key)).toMatchObject({ count: 0, toApprove: PAID });
    expect(await approve(key, 'ben')).toMatchObject({ count: 1 });
  });

  it('pays alone what it has looked at, and no claim that came while it was made', async () => {
    await claimed(1);
    const store = Reflect.get(vault.app.get(PayoutsService, { strict: false }), 'store') as
      { due: PayoutsStore['due'] };
    const { due } = PayoutsStore.prototype;
    store.due = async (tx) => {
      store.due = due;
      const ids = await store.due(tx);
      await claimed(0);
      return ids;
    };
    const [key, next] = [randomUUID(), randomUUID()];
    expect(await run(key)).toEqual({ count: 1, totals: PAID, toApprove: [] });
    expect(await run(next)).toEqual({ count: 0, totals: [], toApprove: PAID });
    expect(await approve(next, 'ben')).toMatchObject({ count: 1, totals: PAID });
  });

  it('goes on by itself once the money has come', async () => {
    const programme = await claimed(0);
    const key = randomUUID();
    expect(await run(key)).toMatchObject({ count: 0 });
    await vault.app.get(FundCreditsProcessor, { strict: false }).process({
      programme, funding: randomUUID(), sessions: 1, amountMinor: '9500', currency: 'EUR' });
    expect(await run(key)).toEqual({ count: 1, totals: PAID, toApprove: [] });
  });

  it('is not made by the clock above it: an alarm rings, and two operators decide', async () => {
    await vault.app.get(Scheduler, { strict: false }).beforeApplicationShutdown();
    await claimed(0);
    // The clock has run the payouts of the week before, of which nothing was due.
    vault.clock.set('2026-11-05T00:10:00Z');
    lines.length = 0;
    const scheduler = vault.app.get(Scheduler, { strict: false });
    await scheduler.look();
    await scheduler.look();
    expect(lines.filter(({ event }) => event === 'payouts-wait'))
      .toEqual([{ level: 'error', event: 'payouts-wait' }]);
    const [{ runId } = { runId: '' }, ...others] = await vault.get<{ runId: string }[]>(
      WAITING, {}, as('ben'));
    expect(others).toEqual([]);
    expect(await approve(runId, 'ben')).toMatchObject({ code: 'NOT_ASKED' });
    expect(await run(runId, 'ben')).toMatchObject({ count: 0, toApprove: PAID });
    vault.clock.set('2026-11-05T01:20:00Z');
    await scheduler.look();
    expect(await approve(runId, 'ben')).toMatchObject({ code: 'SAME_OPERATOR' });
    expect(await approve(runId, 'anna')).toMatchObject({ count: 1 });
  });

  it('is made by the clock once the money has come, an hour later', async () => {
    const programme = await claimed(0);
    vault.clock.set('2026-11-12T01:00:00Z');
    const scheduler = vault.app.get(Scheduler, { strict: false });
    await scheduler.look();
    await vault.app.get(FundCreditsProcessor, { strict: false }).process({
      programme, funding: randomUUID(), sessions: 1, amountMinor: '9500', currency: 'EUR' });
    await scheduler.look();
    const due = async () => (await vault.app.get(PayoutsService, { strict: false }).standing()).due;
    expect(await due()).toEqual(PAID);
    vault.clock.set('2026-11-12T02:00:01Z');
    await scheduler.look();
    expect(await due()).toEqual([]);
    expect(await vault.get(WAITING, {}, as('ben'))).toEqual([]);
  });

  /** One operator pays so much alone in a week. */
  const aloneUpTo = (payoutsAloneUpTo: bigint) => {
    const service = vault.app.get(PayoutsService, { strict: false });
    const config = Reflect.get(service, 'config') as { payoutsAloneUpTo: bigint };
    Reflect.set(service, 'config', { ...config, payoutsAloneUpTo });
  };

  it('above the set sum waits too, though all of it was paid in', async () => {
    await claimed(1, '2026-11-24');
    aloneUpTo(8_549n);
    const key = randomUUID();
    expect(await run(key)).toMatchObject({ count: 0, toApprove: PAID });
    aloneUpTo(8_550n);
    expect(await run(key)).toEqual({ count: 1, totals: PAID, toApprove: [] });
  });

  it('counts with those of its week, the clock\'s too; not with what two have paid', async () => {
    aloneUpTo(17_100n);
    const service = vault.app.get(PayoutsService, { strict: false });
    await claimed(1, '2026-12-04');
    expect(await service.runWeekly(randomUUID())).toBe('paid');
    await claimed(1, '2026-12-05');
    expect(await run(randomUUID())).toEqual({ count: 1, totals: PAID, toApprove: [] });
    await claimed(1, '2026-12-06');
    const approved = randomUUID();
    expect(await run(approved)).toMatchObject({ count: 0, toApprove: PAID });
    expect(await approve(approved, 'ben')).toMatchObject({ count: 1 });
    await claimed(1, '2026-12-07');
    const key = randomUUID();
    for (const instant of ['2026-12-07T23:00:00Z', '2026-12-10T23:59:59Z']) {
      vault.clock.set(instant);
      expect(await run(key)).toMatchObject({ count: 0, toApprove: PAID });
      expect(await service.runWeekly(randomUUID())).toBe('waits');
    }
    vault.clock.set('2026-12-11T00:00:00Z');
    expect(await run(key)).toEqual({ count: 1, totals: PAID, toApprove: [] });
    expect(await vault.get(WAITING, {}, as('ben'))).toEqual([]);
    aloneUpTo(10_000_000n);
  });

  it('above it is for operators with names', async () => {
    // On a day of its own: one has fourteen paid sessions at most.
    await claimed(0, '2026-11-05');
    const key = randomUUID();
    // Asked for before they had names, it is for two of them to ask for and approve anew.
    const service = vault.app.get(PayoutsService);
    await service.run(key, UNNAMED);
    expect(await approve(key, 'ben')).toMatchObject({ code: 'NEEDS_NAMES' });
    expect(await service.approve(key, UNNAMED)).toMatchObject({ code: 'NEEDS_NAMES' });
  });
});
