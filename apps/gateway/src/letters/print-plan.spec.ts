import fc from 'fast-check';
import { madeOf, MOST_LETTERS, piecesOf, planPrint, type MadeFile } from './print-plan.ts';

const rangesOf = (sizes: readonly number[]) => {
  let firstNumber = 1;
  return sizes.map((headcount) => {
    const range = { firstNumber, headcount };
    firstNumber += headcount;
    return range;
  });
};

/** Make one file after the other until nothing is left. */
function makeAll(last: number): MadeFile[] {
  const files: MadeFile[] = [];
  for (;;) {
    const plan = planPrint(files, last, undefined);
    if (plan.kind !== 'print') return files;
    files.push({ number: files.length + 1, first: plan.first, last: plan.last });
    if (files.length > 20) throw new Error('no end');
  }
}

describe('which letters come into a file', () => {
  it('each letter is in one file, in files of a thousand at most, however many there are', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 5 * MOST_LETTERS }), (last) => {
      const files = makeAll(last);
      const numbers = files.flatMap(({ first, last: end }) =>
        Array.from({ length: end - first + 1 }, (_, place) => first + place));
      expect(numbers).toEqual(Array.from({ length: last }, (_, place) => place + 1));
      for (const { first, last: end } of files) expect(end - first).toBeLessThan(MOST_LETTERS);
      for (const { number, first, last: end } of files) {
        expect(planPrint(files, last, number)).toMatchObject({ first, last: end, left: 0 });
      }
    }), { numRuns: 50 });
  });

  it('spare ones that are ordered later come into the next file, and nothing else does', () => {
    const files = makeAll(155);
    expect(planPrint(files, 158, undefined)).toEqual({ kind: 'print', first: 156, last: 158, left: 0 });
    expect(planPrint(files, 155, undefined)).toEqual({ kind: 'nothing-left' });
    expect(planPrint(files, 155, 2)).toEqual({ kind: 'no-such-file' });
  });

  it('lie in their department\'s pile in no order, and all of them there', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(sizes, fc.nat(), fc.nat(), (heads, a, b) => {
      const ranges = rangesOf(heads);
      const all = heads.reduce((sum, one) => sum + one, 0);
      const [first, last] = [1 + a % all, 1 + b % all].sort((one, other) => one - other);
      const pieces = piecesOf(ranges, first!, last!, (below) => (a + b) % below);
      const numbers = pieces.flatMap((piece) => piece.numbers);
      expect([...numbers].sort((one, other) => one - other))
        .toEqual(Array.from({ length: last! - first! + 1 }, (_, place) => first! + place));
      for (const { range, numbers: own } of pieces) {
        for (const number of own) {
          expect(number).toBeGreaterThanOrEqual(range.firstNumber);
          expect(number).toBeLessThan(range.firstNumber + range.headcount);
        }
      }
    }));
    const [pile] = piecesOf(rangesOf([60]), 1, 60, () => 0);
    expect(pile?.numbers.slice(0, 3)).toEqual([2, 3, 4]);
  });

  it('are made once each of them is in a file: of the latest day and for its key', () => {
    const file = (number: number, first: number, last: number, madeOn: string) =>
      ({ number, first, last, madeOn });
    const range = { firstNumber: 900, headcount: 300 };
    const [one, two] = [file(1, 1, 1000, '2026-10-01'), file(2, 1001, 1199, '2026-10-02')];
    expect(madeOf(range, [])).toBeUndefined();
    expect(madeOf(range, [one])).toBeUndefined();
    expect(madeOf(range, [one, two])).toBe(two);
    const again = file(3, 1, 1000, '2026-10-09');
    expect(madeOf(range, [one, two, again])).toBe(again);
    expect(madeOf({ firstNumber: 1200, headcount: 3 }, [one, two, again])).toBeUndefined();
  });
});
