import fc from 'fast-check';
import { countOf } from './count-of.ts';

describe('a number with its word', () => {
  it('has the singular for one alone', () => {
    fc.assert(fc.property(fc.nat(), (count) => {
      expect(countOf(count, 'letter')).toBe(`${count} ${count === 1 ? 'letter' : 'letters'}`);
      expect(countOf(BigInt(count), 'letter')).toBe(countOf(count, 'letter'));
    }));
    expect([0, 1, 2].map((count) => countOf(count, 'person', 'people')))
      .toEqual(['0 people', '1 person', '2 people']);
  });
});
