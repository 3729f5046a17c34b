import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Vault,
} from '../../test/vault.ts';
import { FundCreditsProcessor } from './fund-credits.processor.ts';
import { WithdrawCreditsProcessor } from './withdraw-credits.processor.ts';

describe('a funding whose payment was taken back', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const fund = (programme: string, sessions: number, funding: string = randomUUID()) =>
    vault.app.get(FundCreditsProcessor, { strict: false }).process({
      programme, funding, sessions, amountMinor: String(sessions * 9500), currency: 'EUR',
    }).then(() => funding);
  const withdraw = (programme: string, funding: string) =>
    vault.app.get(WithdrawCreditsProcessor, { strict: false }).process({ programme, funding });
  const standing = async (programme: string) => Object.fromEntries((await vault.cluster.query<{
    family: string; balance: string }>('vault', `SELECT split_part(code, ':', 1) AS family,
      balance::text FROM account WHERE code LIKE '%/' || $1 || '/SES'`, [programme]))
    .map(({ family, balance }) => [family, Number(balance)]));

  it('shrinks the fund by it, once, however often and in whichever order it is told', async () => {
    const { programme } = await openPeriod(vault, { sessions: 0 });
    await fund(programme, 30);
    const early = randomUUID();
    await expect(withdraw(programme, early)).rejects.toThrow('has not come yet');
    await fund(programme, 10, early);
    await withdraw(programme, early);
    await withdraw(programme, early);
    await fund(programme, 10, early);
    expect(await standing(programme)).toMatchObject({ fund: 30, funding: 30, overdraft: 0 });
    await expect(withdraw(randomUUID(), early)).rejects.toThrow('has not come yet');
    expect(await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  it('lends what of it was spent meanwhile: nobody loses a session', async () => {
    const issuer = await openPeriod(vault, { sessions: 0 });
    const funding = await fund(issuer.programme, 1);
    const therapist = await registerTherapist(vault);
    await publishSlots(vault, therapist, ['2026-11-05T10:00:00Z']);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const [slot] = await openSlots(vault, person, referral.id);
    const booked = await book(vault, person,
      { referralId: referral.id, slotId: slot!.id, payment: { credit: issuer.mint('session') } });
    expect(booked.__typename).toBe('SessionBooked');
    await withdraw(issuer.programme, funding);
    expect(await standing(issuer.programme))
      .toMatchObject({ fund: 0, hold: 1, funding: 0, overdraft: 1 });
  });

  it('takes nothing out of the fund for what was beyond the terms, and gives no room twice', async () => {
    const { programme } = await openPeriod(
      vault, { sessions: 0, headcount: 1, sessionsPerMember: 4 });
    const first = await fund(programme, 3);
    const second = await fund(programme, 3);
    expect(await standing(programme)).toMatchObject({ fund: 4, funding: 4 });
    await withdraw(programme, second);
    await withdraw(programme, second);
    expect(await standing(programme)).toMatchObject({ fund: 3, funding: 3 });
    await withdraw(programme, first);
    expect(await standing(programme)).toMatchObject({ fund: 0, funding: 0 });
    const all = await fund(programme, 9);
    expect(await standing(programme)).toMatchObject({ fund: 4, funding: 4, overdraft: 0 });
    await withdraw(programme, all);
    expect(await standing(programme)).toMatchObject({ fund: 0, funding: 0, overdraft: 0 });
  });

  it('makes room, which what waits is taken into: the oldest first, as far as it goes', async () => {
    const { programme } = await openPeriod(
      vault, { sessions: 0, headcount: 1, sessionsPerMember: 4 });
    const first = await fund(programme, 3);
    await fund(programme, 3);
    await fund(programme, 2);
    expect(await standing(programme)).toMatchObject({ fund: 4, funding: 4 });
    await withdraw(programme, first);
    await withdraw(programme, first);
    expect(await standing(programme)).toMatchObject({ fund: 4, funding: 4, overdraft: 0 });
    expect(await vault.row(`SELECT sum(beyond_sessions)::int AS waits FROM funding
      WHERE programme = $1 AND withdrawn_on IS NULL`, [programme])).toEqual({ waits: 1 });
    expect(await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  it('whatever is funded and withdrawn, in any order, all that has room is in the fund', async () => {
    const step = fc.record({ withdraws: fc.boolean(), sessions: fc.integer({ min: 1, max: 6 }),
      which: fc.nat(9) });
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { programme } = await openPeriod(
        vault, { sessions: 0, headcount: 1, sessionsPerMember: 8 });
      const paid: { id: string; sessions: number }[] = [];
      for (const { withdraws, sessions, which } of steps) {
        if (!withdraws) {
          paid.push({ id: await fund(programme, sessions), sessions });
        } else if (paid.length > 0) {
          const [taken] = paid.splice(which % paid.length, 1);
          await withdraw(programme, taken!.id);
        }
        const wanted = Math.min(8, paid.reduce((sum, one) => sum + one.sessions, 0));
        const { fund: inFund = 0 } = await standing(programme);
        expect(inFund).toBe(wanted);
      }
    }), { numRuns: 15 });
  });
});
