import type { Content } from './content.ts';
import { lettersToCome } from './letters.ts';

/** Letters of two years, of which none, one or both brought their sessions. */
const letter = (j: number, period: string, more: object = {}) =>
  ({ j, programme: 'P', period, block: 'B1', group: null, code: `CODE${j}`, ...more });
const content = (more: Partial<Content>) =>
  ({ letters: [], credits: [], claiming: null, ...more }) as unknown as Content;
const on = (today: string, more: Partial<Content>) =>
  lettersToCome({ today, content: content(more) }).map(({ j, from }) => ({ j, from }));

describe('a letter whose sessions are not on the device', () => {
  it('is told with the day from which on they can be fetched, and until its year is over', () => {
    const letters = [letter(0, '2027-11')];
    for (const day of ['2026-11-30', '2027-09-02', '2028-10-31']) {
      expect(on(day, { letters })).toEqual([{ j: 0, from: '2027-09-02' }]);
    }
    expect(on('2028-11-01', { letters })).toEqual([]);
  });

  it('is told once of each year, and no more once any letter of the year brought them', () => {
    const letters = [letter(0, '2026-11', { isIssued: true }), letter(1, '2026-11'),
      letter(2, '2027-11'), letter(3, '2027-11')];
    const credits = [{ programme: 'P', period: '2026-11' }] as unknown as Content['credits'];
    expect(on('2026-11-30', { letters, credits })).toEqual([{ j: 3, from: '2027-09-02' }]);
    expect(on('2027-09-02', { letters, credits, claiming: { code: 'CODE3', j: 3 } }))
      .toEqual([{ j: 2, from: '2027-09-02' }]);
  });
});
