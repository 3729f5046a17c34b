import { inTurns } from './care.ts';
import type { Care, Content } from './content.ts';
import type { Practice } from './directory.ts';

const AT_ONCE = 64;
const practices = Array.from({ length: 200 }, (_, place) => ({
  id: `id-${String(place).padStart(3, '0')}` })) as unknown as Practice[];
const walletWith = (...own: [id: string, status: string][]) => ({ content: {
  care: { referrals: own.map(([id, status]) => ({ status, provider: { id } })) } as unknown as Care,
} as Content });
const idsOf = (turn: readonly Practice[]) => turn.map(({ id }) => id);

describe('of more therapists than can be asked about at once', () => {
  it('each is in one turn, and no turn is longer than what can be asked', () => {
    const turns = inTurns(walletWith(), practices);
    expect(turns.map(({ length }) => length)).toEqual([AT_ONCE, AT_ONCE, AT_ONCE, 8]);
    expect(turns.flatMap(idsOf).sort()).toEqual(idsOf(practices));
  });

  it('each comes first as often as others do: where she stands in the directory says nothing', () => {
    const rounds = 400;
    const first = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      for (const id of idsOf(inTurns(walletWith(), practices)[0]!)) {
        first.set(id, (first.get(id) ?? 0) + 1);
      }
    }
    expect(first.size).toBe(practices.length);
    // Binomial: six standard deviations, which chance exceeds once in a million tests.
    const mean = (rounds * AT_ONCE) / practices.length;
    const off = 6 * Math.sqrt(mean * (1 - AT_ONCE / practices.length));
    for (const count of first.values()) expect(Math.abs(count - mean)).toBeLessThan(off);
  });

  it('a client\'s own are always asked first; who declined is drawn as all others are', () => {
    const wallet = walletWith(['id-199', 'open'], ['id-150', 'open'], ['id-120', 'declined']);
    const turns = Array.from({ length: 20 }, () => idsOf(inTurns(wallet, practices)[0]!));
    for (const turn of turns) expect(turn.slice(0, 2).sort()).toEqual(['id-150', 'id-199']);
    expect(turns.some((turn) => !turn.includes('id-120'))).toBe(true);
  });

  it('none is asked where there is none', () => {
    expect(inTurns({ content: { care: null } as Content }, [])).toEqual([]);
  });
});
