import { flatAxis, frameOf } from './frame.ts';
import { highNeeds, isPrimary, lowNeeds, needsOf } from './needs.ts';

/** The whole (26 heads), 20, 6 and 0 heads; k = 5. */
const frame = frameOf([flatAxis('block', ['a', 'b', 'c'])], 1, ([node = 1]) => [20, 6, 0][node - 1]!);
const plain = { k: 5, extra: new Map() };

describe('what is primary', () => {
  it.each([
    [1, 0, true], [1, 4, true], [1, 5, false], [1, 15, false], [1, 16, true], [1, 20, true],
    [2, 3, true], [3, 0, false], [0, 12, false],
  ])('cell %d with %d users: %p', (cell, users, primary) => {
    expect(isPrimary(frame, plain, cell, users)).toBe(primary);
    expect(needsOf(frame, plain, cell, users).length > 0).toBe(primary || cell === 3);
  });

  it('is also what somebody asks for beside', () => {
    const need = { cell: 1, low: 0, high: 7 };
    const extra = new Map([[1, [need]]]);
    expect(isPrimary(frame, { ...plain, extra }, 1, 9)).toBe(true);
    expect(needsOf(frame, { ...plain, extra }, 1, 9)).toEqual([need]);
  });
});

describe('what witnesses show', () => {
  it('nobody and k, or everybody and k fewer, within the headcount', () => {
    expect(needsOf(frame, plain, 1, 4)).toEqual([
      { cell: 1, low: 0, high: 0 }, { cell: 1, low: 5, high: 20 }]);
    expect(needsOf(frame, plain, 1, 16)).toEqual([
      { cell: 1, low: 20, high: 20 }, { cell: 1, low: 0, high: 15 }]);
    expect(needsOf(frame, plain, 2, 3)).toHaveLength(4);
    expect(lowNeeds(2, 3, 5)[1]).toEqual({ cell: 2, low: 3, high: 3 });
    expect(highNeeds(2, 3, 5)[1]).toEqual({ cell: 2, low: 0, high: 0 });
  });
});
