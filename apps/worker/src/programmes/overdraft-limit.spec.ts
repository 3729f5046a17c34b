import { randomUUID } from 'node:crypto';
import type { Log, LogFields } from '#platform/logging';
import {
  book, cancel, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';
import { departmentsOf, hold, termsOf } from '../../test/terms.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { FundCreditsProcessor } from '../funding/fund-credits.processor.ts';
import { FreeTimes } from '../matching/free-times.service.ts';
import { Housekeeping } from '../housekeeping/housekeeping.ts';

/** One person with two sessions, who has paid for none: what is lent ends at two. */
const SMALL = { sessions: 0, headcount: 1, sessionsPerMember: 2 };

describe('what care is lent', () => {
  let vault: Vault;
  let therapist: { id: string; authorization: string };
  beforeAll(async () => {
    vault = await openVault();
    therapist = await registerTherapist(vault);
    await publishSlots(vault, therapist, Array.from({ length: 40 }, (_, hour) =>
      `2026-11-${String(5 + Math.floor(hour / 8)).padStart(2, '0')}T${10 + hour % 8}:00:00Z`));
  });
  afterAll(() => vault.close());

  const client = async (issuer: Issuer) => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const slots = await openSlots(vault, person, referral.id);
    return { person, referralId: referral.id, slots: slots.map(({ id }) => id) };
  };
  const bookMany = async (issuer: Issuer, { person, referralId, slots }: Awaited<
    ReturnType<typeof client>>, many: number) =>
    Promise.all(slots.slice(0, many).map((slotId) =>
      book(vault, person, { referralId, slotId, payment: { credit: issuer.mint('session') } })));
  const owed = async ({ programme }: Issuer) => {
    const { balance } = await vault.row<{ balance: string }>(
      'SELECT balance FROM account WHERE code = $1', [`overdraft:programme/${programme}/SES`]);
    return Number(balance);
  };
  const alarms = () => vault.get<{ overdraftsAtLimit: number }>(
    '{ operations { overdraftsAtLimit } }', {}, vault.operator);

  it('ends at what was confirmed, however many credits come at once', async () => {
    const issuer = await openPeriod(vault, SMALL);
    const someone = await client(issuer);
    const answers = await bookMany(issuer, someone, 8);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...Array<string>(6).fill('FundingUnavailable'), ...Array<string>(2).fill('SessionBooked')]);
    const refused = answers.find(({ __typename }) => __typename === 'FundingUnavailable');
    expect(refused).toMatchObject({ code: 'FUNDING_UNAVAILABLE' });
    expect(await owed(issuer)).toBe(2);
  });

  it('at its end spends no credit and takes no slot, whatever is paid; with more confirmed it goes on',
    async () => {
      const issuer = await openPeriod(vault, SMALL);
      const someone = await client(issuer);
      await bookMany(issuer, someone, 2);
      const credit = issuer.mint('session');
      const again = () => book(vault, someone.person, {
        referralId: someone.referralId, slotId: someone.slots[3]!, payment: { credit } });
      expect((await again()).__typename).toBe('FundingUnavailable');
      await vault.app.get(FundCreditsProcessor, { strict: false }).process({
        programme: issuer.programme, funding: randomUUID(), sessions: 100, amountMinor: '950000',
        currency: 'EUR',
      });
      expect(await owed(issuer)).toBe(0);
      expect((await again()).__typename).toBe('FundingUnavailable');
      await hold(vault, termsOf({
        programme: issuer.programme, period: '2027-Q1', departments: departmentsOf(60) }));
      expect((await again()).__typename).toBe('SessionBooked');
      expect(await owed(issuer)).toBe(0);
    });

  it('counts each programme by itself', async () => {
    const [poor, other] = [await openPeriod(vault, SMALL), await openPeriod(vault, SMALL)];
    await bookMany(poor, await client(poor), 3);
    const booked = await bookMany(other, await client(other), 1);
    expect(booked[0]!.__typename).toBe('SessionBooked');
  });

  it('goes on for a session that returned, once there is money in the fund again', async () => {
    const issuer = await openPeriod(vault, SMALL);
    const someone = await client(issuer);
    const [first] = await bookMany(issuer, someone, 2);
    const { returnedSessionId } = await cancel(vault, someone.person, first!.authorisation!.id);
    const again = await book(vault, someone.person, {
      referralId: someone.referralId, slotId: someone.slots[4]!, payment: { returnedSessionId } });
    expect(again.__typename).toBe('SessionBooked');
  });

  it('raises an alarm at its end: a count for the operator, and a line in the log', async () => {
    const { overdraftsAtLimit: before } = await alarms();
    const issuer = await openPeriod(vault, SMALL);
    await bookMany(issuer, await client(issuer), 4);
    expect(await alarms()).toEqual({ overdraftsAtLimit: before + 1 });
    const lines: LogFields[] = [];
    const log: Log = { write: (level, fields) => { lines.push({ ...fields, name: level }); } };
    const keeping = new Housekeeping(vault.db, vault.clock, log,
      vault.app.get(Idempotency), vault.app.get(FreeTimes, { strict: false }));
    await keeping.alarm();
    await keeping.alarm();
    expect(lines).toEqual([
      { event: 'overdraft-limit-reached', name: 'error', count: expect.any(Number) }]);
  });
});
