import { fewestInBands } from './band-bounds.ts';
import { sessionBands, type Layout } from './table.ts';

const layoutOf = (creditsPerMember: number): Layout =>
  ({ blocks: [], modalities: [], concerns: [], creditsPerMember });

/** How many of so many people can be in a band, each with any number of sessions that fits. */
function possible(layout: Layout, band: number, users: number, sessions: number): number[] {
  const bands = sessionBands(layout);
  const own = bands[band]!;
  const others = bands.toSpliced(band, 1);
  const [low, high] = [Math.min(...others.map((one) => one.least)),
    Math.max(...others.map((one) => one.most))];
  return Array.from({ length: users + 1 }, (_, inside) => inside).filter((inside) =>
    inside * own.least + (users - inside) * low <= sessions
    && sessions <= inside * own.most + (users - inside) * high);
}

describe('what people and sessions say of each band', () => {
  it.each([2, 3, 4, 5, 8])('is the fewest that add up, with %i credits', (credits) => {
    const layout = layoutOf(credits);
    const most = Math.max(...sessionBands(layout).map((band) => band.most));
    const users = 12;
    for (let sessions = users; sessions <= users * most; sessions += 1) {
      expect(fewestInBands(layout, users, sessions)).toEqual(sessionBands(layout)
        .map((_, band) => possible(layout, band, users, sessions)[0]));
    }
  });

  it('is everything where nobody can have more than one', () => {
    expect(fewestInBands(layoutOf(1), 12, 12)).toEqual([12]);
  });
});
