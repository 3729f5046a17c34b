import fc from 'fast-check';
import { holds, readPeriod } from '#calendar/periods';
import { inline } from './arithmetic.ts';
import { newContent, type Care, type Content } from './content.ts';
import { paysOn, type HeldCredit } from './credits.ts';
import { leftByPeriod, sessionsLeft } from './left.ts';
import { MemoryBox } from './memory.ts';
import type { Ports } from './ports.ts';
import { Wallet } from './wallet.ts';

/*
 * From 60 days before a year ends somebody may hold sessions of two years. Those of one pay for no
 * day of the other, so what is left is told for each of them.
 */

const bytes = new Uint8Array(32);
const empty = newContent({ claim: bytes, credit: bytes, case: bytes, letters: bytes }, null);
const YEARS = ['2026-11', '2027-11'] as const;

interface Held {
  readonly period: (typeof YEARS)[number];
  readonly sessions: number;
}

function contentOf(all: readonly Held[], more: Partial<Content> = {}): Content {
  const credits = all.flatMap(({ period, sessions }) =>
    Array.from({ length: sessions }, (_, index): HeldCredit => {
      const { opens: notBefore, last: notAfter } = readPeriod(period)!;
      return { id: `${period} ${index}`, keyId: period, index, programme: 'P', period,
        kind: 'session', notBefore, notAfter, credit: '', state: 'unspent' };
    }));
  const letters = all.map(({ period }, j) => ({ j, programme: 'P', period, block: 'B1', group: null }));
  return { ...empty, letters, credits, ...more };
}

async function walletOn(day: string, content: Content): Promise<Wallet> {
  const now = () => new Date(`${day}T09:00:00Z`);
  const ports = {
    doors: { vaultKey: '0'.repeat(64), successions: [] }, arithmetic: inline,
    clock: { now, device: now } };
  return Wallet.open(ports as unknown as Ports, new MemoryBox(), content);
}

describe('what is left', () => {
  it('is told for each year: seven that expire with theirs, and eight of the next one', async () => {
    const both = contentOf(
      [{ period: '2026-11', sessions: 7 }, { period: '2027-11', sessions: 8 }]);
    const wallet = await walletOn('2027-10-20', both);
    expect(leftByPeriod(wallet)).toEqual([
      { period: '2026-11', sessions: 7, opens: '2026-11-01', last: '2027-10-31' },
      { period: '2027-11', sessions: 8, opens: '2027-11-01', last: '2028-10-31' }]);
    expect(sessionsLeft(wallet)).toBe(15);
    expect(sessionsLeft(await walletOn('2027-11-02', both))).toBe(8);
  });

  it('counts a session that came back to the year that it is of', async () => {
    const care = { authorisations: [], returnedSessions: [
      { id: 'one', period: '2026-11', used: false }, { id: 'two', period: '2027-11', used: false },
      { id: 'used', period: '2027-11', used: true }] } as unknown as Care;
    const wallet = await walletOn('2027-10-20',
      contentOf([{ period: '2027-11', sessions: 1 }], { care, careOf: 'P' }));
    expect(leftByPeriod(wallet)).toMatchObject(
      [{ period: '2026-11', sessions: 1 }, { period: '2027-11', sessions: 2 }]);
  });

  it('never lasts beyond the days that pay, nor beyond an announced end', async () => {
    const days = fc.integer({ min: 0, max: 1_100 })
      .map((after) => new Date(Date.UTC(2026, 7, 1 + after)).toISOString().slice(0, 10));
    const held = fc.tuple(...YEARS.map((period) =>
      fc.nat({ max: 3 }).map((sessions): Held => ({ period, sessions }))));
    await fc.assert(fc.asyncProperty(held, days, fc.option(days), async (all, today, endsOn) => {
      const wallet = await walletOn(today, contentOf(all, { endsOn }));
      const left = leftByPeriod(wallet);
      for (const { period, sessions, opens, last } of left) {
        expect([paysOn(period, opens), paysOn(period, last)]).toEqual([true, true]);
        expect(last <= (endsOn ?? last)).toBe(true);
        expect(sessions).toBe(all.find((one) => one.period === period)!.sessions);
      }
      // Whatever can be spent is told, and nothing else is.
      expect(sessionsLeft(wallet)).toBe(wallet.unspent('session').length);
      const payable = all.filter(({ period }) => !endsOn || readPeriod(period)!.opens <= endsOn)
        .filter(({ period }) => holds({ ...readPeriod(period)!,
          opens: readPeriod(period)!.startsBooking }, today) && (!endsOn || today <= endsOn))
        .filter(({ sessions }) => sessions > 0);
      expect(left.map(({ period }) => period)).toEqual(payable.map(({ period }) => period));
    }));
  });
});
