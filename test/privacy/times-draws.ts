import { drawsUnder, type Draws } from '#matching/daily-view';

/** The shipped draws, of which what is withheld is remembered: it is the same at every look. */
export function rememberedDraws(key: Uint8Array): Draws {
  const draws = drawsUnder(key);
  const withheld = new Map<string, number | null>();
  return {
    ...draws,
    withheldFrom: (time) => {
      const name = `${time.providerId} ${time.startsAt.getTime()}`;
      const known = withheld.get(name);
      if (known !== undefined) return known;
      const drawn = draws.withheldFrom(time);
      withheld.set(name, drawn);
      return drawn;
    },
  };
}
