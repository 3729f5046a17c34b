import type { Log, LogFields } from '#platform/logging';
import {
  book, cancel, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { Housekeeping } from '../housekeeping/housekeeping.ts';
import { FreeTimes } from '../matching/free-times.service.ts';

/** One person with two sessions, whose employer has paid for none. */
const SMALL = { sessions: 0, headcount: 1, sessionsPerMember: 2 };

describe('a valid credit', () => {
  let vault: Vault;
  let therapist: { id: string; authorization: string };
  beforeAll(async () => {
    vault = await openVault();
    therapist = await registerTherapist(vault);
    await publishSlots(vault, therapist, Array.from({ length: 72 }, (_, hour) =>
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
  const alarms = () => vault.get<Record<string, number>>(
    '{ operations { creditsBeyondIssued lentProgrammes } }', {}, vault.operator);

  it.each([0, 1, 5, 20])('is always funded, with %i sessions paid of eight that are booked',
    async (sessions) => {
      const issuer = await openPeriod(vault, { ...SMALL, sessions, headcount: 4 });
      const answers = await bookMany(issuer, await client(issuer), 8);
      expect(answers.map(({ __typename }) => __typename))
        .toEqual(Array<string>(8).fill('SessionBooked'));
      expect(await owed(issuer)).toBe(Math.max(0, 8 - sessions));
    });

  it('is one that can have been issued: beyond them all are told "not now", however many at once',
    async () => {
      const issuer = await openPeriod(vault, { ...SMALL, sessions: 100 });
      const someone = await client(issuer);
      const answers = await bookMany(issuer, someone, 8);
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        ...Array<string>(6).fill('NotNow'), ...Array<string>(2).fill('SessionBooked')]);
      expect(answers.find(({ __typename }) => __typename === 'NotNow'))
        .toMatchObject({ code: 'NOT_NOW' });
      expect(await vault.row('SELECT sessions FROM credits_spent WHERE programme = $1',
        [issuer.programme])).toEqual({ sessions: 2 });
      const { spent } = await vault.row<{ spent: number }>(
        `SELECT count(*)::integer AS spent FROM nullifier
         WHERE programme = $1 AND kind = 'session'`, [issuer.programme]);
      expect(spent).toBe(2);
    });

  it('that came back is good for another session even then', async () => {
    const issuer = await openPeriod(vault, SMALL);
    const someone = await client(issuer);
    const [first, second] = await bookMany(issuer, someone, 2);
    expect(second!.__typename).toBe('SessionBooked');
    const { returnedSessionId } = await cancel(vault, someone.person, first!.authorisation!.id);
    const again = await book(vault, someone.person, {
      referralId: someone.referralId, slotId: someone.slots[4]!, payment: { returnedSessionId } });
    expect(again.__typename).toBe('SessionBooked');
  });

  it('is counted by its own programme', async () => {
    const [poor, other] = [await openPeriod(vault, SMALL), await openPeriod(vault, SMALL)];
    await bookMany(poor, await client(poor), 3);
    const booked = await bookMany(other, await client(other), 1);
    expect(booked[0]!.__typename).toBe('SessionBooked');
  });

  it('that is forged, and care that is lent, ring an alarm: counts and a line that name nobody',
    async () => {
      const before = await alarms();
      const issuer = await openPeriod(vault, SMALL);
      await bookMany(issuer, await client(issuer), 4);
      const after = await alarms();
      expect(after).toEqual({ creditsBeyondIssued: before['creditsBeyondIssued']! + 1,
        lentProgrammes: before['lentProgrammes']! + 1 });
      const lines: LogFields[] = [];
      const log: Log = { write: (level, fields) => { lines.push({ ...fields, name: level }); } };
      const keeping = new Housekeeping(vault.db, vault.clock, log, vault.app.get(Idempotency),
        vault.app.get(FreeTimes, { strict: false }));
      await keeping.alarm();
      await keeping.alarm();
      expect(lines).toEqual([
        { event: 'credits-beyond-issued', name: 'error', count: expect.any(Number) },
        { event: 'care-is-lent', name: 'warn', count: after['lentProgrammes'] }]);
    });
});
