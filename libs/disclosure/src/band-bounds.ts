import { sessionBands, type Layout } from './table.ts';

/**
 * The fewest people that must be in each session band, where so many people had so many sessions
 * and nothing else is known: people outside of it have between the least and the most that the
 * other bands allow. (That nobody has 2 or 3 where these are between two others is not looked at:
 * one person makes up for it.)
 */
export function fewestInBands(layout: Layout, users: number, sessions: number): readonly number[] {
  const bands = sessionBands(layout);
  return bands.map((band) => {
    const others = bands.filter((one) => one !== band);
    if (others.length === 0) return users;
    const low = Math.min(...others.map(({ least }) => least));
    const high = Math.max(...others.map(({ most }) => most));
    // x in the band: x · least + (users − x) · low ≤ sessions ≤ x · most + (users − x) · high.
    const above = band.most > high ? (sessions - users * high) / (band.most - high) : 0;
    const below = band.least < low ? (users * low - sessions) / (low - band.least) : 0;
    return Math.max(0, Math.ceil(above), Math.ceil(below));
  });
}
