import { firstTurn, secondTurn } from './care.ts';
import type { Care, Content } from './content.ts';
import type { Practice } from './directory.ts';

const practices = Array.from({ length: 200 }, (_, place) => ({
  id: `id-${String(place).padStart(3, '0')}` })) as unknown as Practice[];
type Own = [id: string, status: string];
const careOf = (own: Own[]) => ({
  referrals: own.map(([id, status]) => ({ status, provider: { id } })) }) as unknown as Care;
const walletOf = (name: string, today: string, ...own: Own[]) => ({
  programme: 'one', today, caseKey: () => name, content: { care: careOf(own) } as Content });
const MONDAY = '2026-11-02';
const SUNDAY = '2026-11-08';
const NEXT_MONDAY = '2026-11-09';
const idsOf = (turn: readonly Practice[]) => turn.map(({ id }) => id);
const half = (seen: string[], today: string) => {
  const wallet = walletOf('hers', today);
  const turn = idsOf(secondTurn(wallet, firstTurn(wallet, practices), practices));
  seen.push(...turn);
  return turn;
};

describe('of more therapists than can be asked about on a day', () => {
  it('half a dozen stay the same all week, and others come with the next', () => {
    const first = (today: string) => idsOf(firstTurn(walletOf('hers', today), practices));
    expect(first(MONDAY)).toHaveLength(6);
    expect(first(SUNDAY)).toEqual(first(MONDAY));
    expect(first(NEXT_MONDAY)).not.toEqual(first(MONDAY));
  });

  it('another half dozen comes in each day, none of them asked about before, all in time', () => {
    const seen: string[] = [];
    const first = idsOf(firstTurn(walletOf('hers', MONDAY), practices));
    expect(half(seen, MONDAY).filter((id) => first.includes(id))).toEqual([]);
    expect(half(seen, MONDAY)).not.toEqual(half(seen, SUNDAY));
    for (let day = 0; day < 250; day += 1) {
      half(seen, new Date(Date.parse(MONDAY) + day * 86_400_000).toISOString().slice(0, 10));
    }
    expect(new Set(seen).size).toBe(practices.length);
  });

  it('each comes first as often as others do: where she stands in the directory says nothing', () => {
    const rounds = 1000;
    const first = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      for (const id of idsOf(firstTurn(walletOf(`case ${round}`, MONDAY), practices))) {
        first.set(id, (first.get(id) ?? 0) + 1);
      }
    }
    expect(first.size).toBe(practices.length);
    // Binomial: six standard deviations, which chance exceeds once in a million tests.
    const mean = (rounds * 6) / practices.length;
    const off = 6 * Math.sqrt(mean * (1 - 6 / practices.length));
    for (const count of first.values()) expect(Math.abs(count - mean)).toBeLessThan(off);
  });

  it('those who suit come before the others', () => {
    const wallet = walletOf('hers', MONDAY);
    const suiting = practices.slice(190, 198);
    const first = firstTurn(wallet, suiting, practices);
    expect(first.every((one) => suiting.includes(one))).toBe(true);
    const second = secondTurn(wallet, first, suiting, practices);
    expect(second).toHaveLength(6);
    expect(new Set([...first, ...second.slice(0, 2)])).toEqual(new Set(suiting));
  });

  it('a client\'s own are always asked first, besides the dozen; who declined is never', () => {
    const wallet = walletOf('hers', MONDAY,
      ['id-199', 'open'], ['id-150', 'open'], ['id-120', 'declined']);
    const first = firstTurn(wallet, practices);
    expect(idsOf(first).slice(0, 2).sort()).toEqual(['id-150', 'id-199']);
    expect(first).toHaveLength(8);
    const few = practices.slice(118, 124);
    expect(idsOf(firstTurn(wallet, few)).sort())
      .toEqual(['id-118', 'id-119', 'id-121', 'id-122', 'id-123']);
  });
});

it('a dozen are asked about at once, and nobody is left for a second turn', () => {
  const dozen = practices.slice(0, 12);
  const wallet = walletOf('hers', MONDAY);
  expect(idsOf(firstTurn(wallet, dozen)).sort()).toEqual(idsOf(dozen));
  expect(secondTurn(wallet, firstTurn(wallet, dozen), dozen)).toEqual([]);
  expect(firstTurn(wallet, [])).toEqual([]);
});
