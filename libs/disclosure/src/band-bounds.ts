import { sessionBands, type Layout } from './table.ts';

/** Fewest and most people that can have been in a session band. */
export interface BandBounds {
  readonly fewest: number;
  readonly most: number;
}

/**
 * What so many sessions of so many people say of each band, where nothing else is known: people
 * outside of it have between the least and the most that the other bands allow. (That nobody has
 * 2 or 3 where these are between two others is not looked at: one person makes up for it.)
 */
export function bandBounds(
  layout: Layout, users: number, sessions: number,
): readonly BandBounds[] {
  const bands = sessionBands(layout);
  return bands.map((band) => {
    const others = bands.filter((one) => one !== band);
    if (others.length === 0) return { fewest: users, most: users };
    const low = Math.min(...others.map(({ least }) => least));
    const high = Math.max(...others.map(({ most }) => most));
    // x in the band: x · least + (users − x) · low ≤ sessions ≤ x · most + (users − x) · high.
    const [over, under] = [sessions - users * high, sessions - users * low];
    const [above, below] = [band.most - high, band.least - low];
    return {
      fewest: Math.max(0, above > 0 ? Math.ceil(over / above) : 0,
        below < 0 ? Math.ceil(under / below) : 0),
      most: Math.max(0, Math.min(users, above < 0 ? Math.floor(over / above) : users,
        below > 0 ? Math.floor(under / below) : users)),
    };
  });
}
