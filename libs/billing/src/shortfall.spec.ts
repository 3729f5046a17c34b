import fc from 'fast-check';
import { shortfallToInvoice, type ReportedYear } from './shortfall.ts';

/** A year of which so many releases have settled so many sessions in all. */
const year = (settled: number, turns = 4, asked = 0, cancelled = 0): ReportedYear => ({
  asked, cancelled,
  releases: Array.from({ length: turns }, (_, at) => ({
    period: at + 1, settled: at + 1 === turns ? settled : 0 })),
});

describe('a shortfall', () => {
  it.each<[string, number, ReportedYear[], [sessions: number, year: number] | null]>([
    ['of a year that is told to its end', 150, [year(181)], [31, 0]],
    ['but for what was ordered', 170, [year(181)], [11, 0]],
    ['and not before', 20, [year(30, 3)], null],
    ['of the year before, while the next one is told', 20, [year(181), year(30, 2)], [161, 0]],
    ['of a year that was left half told, with the first report of the next', 0,
      [year(100, 2), year(0, 1)], [100, 0]],
    ['of the later year, since orders are for the earlier one', 30, [year(30), year(20)], [20, 1]],
    ['that is invoiced, and not again', 28, [year(28, 4, 28)], null],
    ['that was cancelled, and not again', 0, [year(28, 4, 0, 28)], null],
    ['of the next year, beside one that was cancelled', 0, [year(28, 4, 0, 28), year(20)], [20, 1]],
    ['and not again then', 20, [year(28, 4, 0, 28), year(20, 4, 20)], null],
    ['of the next year, once HR has ordered what was cancelled', 28,
      [year(28, 4, 0, 28), year(20)], [20, 1]],
    ['of a year that is told late, whatever became of a later one', 0,
      [year(40), year(24, 4, 0, 24)], [40, 0]],
    ['of nothing', 5, [], null],
  ])('%s', (_, ordered, years, expected) => {
    const found = shortfallToInvoice(ordered, years);
    expect(found && [found.sessions, found.year]).toEqual(expected);
  });

  it('is invoiced once, never beyond what is settled, and a cancelled one never again', () => {
    const step = fc.record({ do: fc.constantFrom('order', 'drop', 'settle', 'next', 'cancel'),
      many: fc.integer({ min: 1, max: 40 }), at: fc.nat(20) });
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let [orders, made] = [[] as number[], [] as { sessions: number; year: number }[]];
      const settled: number[][] = [[0]];
      const cancelled: typeof made = [];
      const sum = (all: readonly { sessions: number; year: number }[], at?: number) => all
        .reduce((all_, one) => all_ + (at === undefined || one.year === at ? one.sessions : 0), 0);
      const ask = () => shortfallToInvoice(orders.reduce((all, one) => all + one, sum(made)),
        settled.map((releases, at) => ({ asked: sum(made, at), cancelled: sum(cancelled, at),
          releases: releases.map((so, turn) => ({ period: turn + 1, settled: so })) })));
      for (const { do: what, many, at } of steps) {
        const [now, one] = [settled.at(-1)!, made[at % Math.max(1, made.length)]];
        if (what === 'order') orders.push(many);
        if (what === 'drop') orders = orders.filter((_, place) => place !== at % orders.length);
        if (what === 'settle' && now.length < 4) now.push(now.at(-1)! + many);
        if (what === 'next') settled.push([many]);
        if (what === 'cancel' && one) {
          made = made.filter((each) => each !== one);
          cancelled.push(one);
        }
        const found = ask();
        if (what === 'order' || (what === 'cancel' && one && orders.length === 0)) {
          expect(found).toBeNull();
        }
        if (!found) continue;
        expect(found.sessions).toBeGreaterThan(0);
        made.push(found);
        expect(ask()).toBeNull();
        const all = settled.reduce((total, releases) => total + releases.at(-1)!, 0);
        expect(orders.reduce((total, each) => total + each, sum(made))).toBeLessThanOrEqual(all);
      }
    }), { numRuns: 2_000 });
  });
});
