import fc from 'fast-check';
import { daysAfter, readPeriod, type BenefitPeriod } from '#calendar/periods';
import { firstUse, lastDay, paysOn, unspentCredits, type HeldCredit } from './credits.ts';
import type { Content } from './content.ts';

const year = fc.tuple(fc.integer({ min: 2024, max: 2090 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => readPeriod(`${y}-${String(m).padStart(2, '0')}`)!);

const held = (
  { label: period, opens: notBefore, last: notAfter }: BenefitPeriod, index: number,
): HeldCredit => ({
  id: `${period} ${index}`, keyId: period, index, programme: 'p', period, kind: 'session',
  notBefore, notAfter, credit: '', state: 'unspent',
});
const wallet = (...credits: HeldCredit[]) =>
  ({ credits, intents: [] }) as unknown as Content;

describe('credits of two years', () => {
  it('are both had in the last sixty days of the first, that year\'s before the next one\'s', () => {
    fc.assert(fc.property(year, fc.integer({ min: -400, max: 400 }), (first, away) => {
      const next = readPeriod(first.closes.slice(0, 7))!;
      const content = wallet(held(next, 1), held(next, 0), held(first, 1), held(first, 0));
      const day = daysAfter(first.closes, away);
      const periods = unspentCredits(content, 'session', day).map(({ id }) => id);
      const isFirst = away < 0 && day >= daysAfter(first.opens, -60);
      const isNext = away >= -60 && day <= next.last;
      expect(periods).toEqual([
        ...(isFirst ? [`${first.label} 0`, `${first.label} 1`] : []),
        ...(isNext ? [`${next.label} 0`, `${next.label} 1`] : [])]);
    }));
  });

  it('pay for sessions of the days of their own year alone', () => {
    fc.assert(fc.property(year, fc.integer({ min: -400, max: 800 }), (first, away) => {
      const day = daysAfter(first.opens, away);
      const next = first.closes.slice(0, 7);
      expect([paysOn(first.label, day), paysOn(next, day)]).toEqual([
        day >= first.opens && day <= first.last, day > first.last && day <= lastDay(next)]);
    }));
  });

  it('of what is no period are none', () => {
    expect([firstUse('2026'), lastDay('2026'), paysOn('2026', '2026-10-01')]).toEqual(['', '', false]);
  });
});
