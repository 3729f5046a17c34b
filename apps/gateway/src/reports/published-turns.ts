import type { YearRelease } from '#disclosure/year/close';

/** The periods, 1 to 4, whose people these releases tell of. */
export function publishedTurns(releases: readonly YearRelease[]): number[] {
  return releases.flatMap(({ totals }) => totals)
    .flatMap(({ turns, people }) => (people === null ? [] : turns));
}
