import * as fc from 'fast-check';
import { brokenBands, publishBands } from './bands.ts';
import { publishCells, type Cell } from './cells.ts';
import { DEFAULT_RULES } from './primary.ts';
import { makeRelease } from './release.ts';
import { tallyCases, type CaseUse, type Layout } from './table.ts';
import { verifyRelease } from './verify.ts';

const layout: Layout = {
  blocks: [1, 2, 3, 4].map((n) => ({ block: `B${n}`, label: '', headcount: 100 })),
  modalities: ['video'],
  concerns: ['stress'],
  crossed: ['band'],
};

/** Cases of counts[block][number of sessions − 1]. */
const casesOf = (counts: readonly (readonly number[])[]): CaseUse[] =>
  counts.flatMap((row, b) => row.flatMap((users, i) =>
    Array.from({ length: users }, (): CaseUse =>
      ({ block: `B${b + 1}`, modality: 'video', concern: 'stress', sessions: i + 1 }))));

function made(counts: readonly (readonly number[])[]) {
  const cases = [...casesOf(counts),
    { block: 'B1', modality: 'video', concern: 'stress', sessions: 0 }];
  const margins = publishCells(layout, DEFAULT_RULES, tallyCases(layout, cases).tally);
  const bands = publishBands(layout, DEFAULT_RULES, margins, cases);
  return { margins, bands, cells: [...margins, ...bands] };
}
const shown = (counts: readonly (readonly number[])[]) => made(counts).bands.map((c) => c.users);
const release = (counts: readonly (readonly number[])[], shape = layout) => makeRelease({
  programme: 'p', period: '2026-10.1', layout: shape, cases: casesOf(counts), bearerSessions: 0,
  fundedSessions: 900,
});

const SAFE = [[9, 8, 0, 7], [9, 4, 4, 7], [9, 0, 8, 7], [9, 8, 0, 0, 0, 0, 0, 5, 2]];

describe('session bands', () => {
  it('count people with 1, 2 to 3, and 4 or more sessions, and nobody without one', () => {
    expect(made(SAFE).bands.map(({ key, users, sessions }) => [key, users, sessions]))
      .toEqual([['1', 36, null], ['2-3', 32, null], ['4-8', 28, null]]);
    expect(publishBands({ ...layout, crossed: ['concern'] }, DEFAULT_RULES, made(SAFE).margins, []))
      .toEqual([]);
  });

  it('appear whole or not at all: not with fewer than k in one, or beside a hidden total', () => {
    const rows = [...SAFE.slice(0, 3), [9, 8, 0, 0]].map((row) => row.slice(0, 3));
    expect(shown(rows.map((row, b) => [...row, b === 0 ? 5 : 0]))).toEqual([36, 32, 5]);
    expect(shown(rows.map((row, b) => [...row, b === 0 ? 4 : 0]))).toEqual([null, null, null]);
    expect(shown([[1], [0], [1], [0]])).toEqual([null, null, null]);
  });

  it('are hidden where they tell of 1 to k − 1 people of a block', () => {
    // 24 in B1, 20 of all with one session each: of 40, at least 4 are both.
    expect(shown([[20, 0, 0, 4], [0, 5], [0, 5], [0, 0, 0, 6]])).toEqual([null, null, null]);
    expect(shown([[21, 0, 0, 4], [0, 5], [0, 0, 5], [0, 0, 0, 5]])).toEqual([21, 10, 9]);
  });

  it('leave the sessions untold where they say of a few in a block what the hidden list would', () => {
    const pair = { ...layout, blocks: layout.blocks.slice(0, 2) };
    const sessionsOf = (counts: readonly (readonly number[])[]) =>
      release(counts, pair).release.cells[0]?.sessions;
    // Of 40 people with 45 sessions 35 had one, and so had 3 of the 8 in B2.
    expect(sessionsOf([[30, 2], [5, 3]])).toBeNull();
    // Of 53 with 104 two had one, whoever they are.
    expect(sessionsOf([[30, 0, 2], [0, 8, 0, 13]])).toBe(104);
  });

  const withCredits = (creditsPerMember: number, counts: readonly (readonly number[])[]) => {
    const shape = { ...layout, creditsPerMember };
    const { release: told, certificate } = release(counts, shape);
    expect(verifyRelease(told, certificate, shape).kind).toBe('verified');
    const list = told.cells.filter(({ table }) => table === 'band');
    return { ...told.cells[0], settled: told.settledSessions,
      bands: list.map(({ key, users }) => `${key}: ${users}`).join(', ') };
  };

  it('are those that credits allow; sessions that tell of fewer than k people are hidden', () => {
    const two = (more: number) => withCredits(2, [[10, 0], [10, 0], [10, 0], [10 - more, more]]);
    const untold = { users: 40, sessions: null, settled: 0, bands: '1: null, 2-3: null' };
    expect(two(4)).toMatchObject(untold);
    expect(two(5)).toMatchObject({ sessions: 45, settled: 40, bands: '1: 35, 2-3: 5' });
    const most = withCredits(2, [[4, 6], [0, 10], [0, 10], [0, 10]]);
    expect(most).toMatchObject(untold);
    expect(withCredits(1, [[10], [10], [10], [10]]))
      .toMatchObject({ users: 40, sessions: 40, bands: '' });
    expect(withCredits(1, [[10], [0, 0, 10], [10], [10]])).toMatchObject({ sessions: 40 });
  });

  it('are hidden where sessions say of fewer than k people how many within a band', () => {
    const four = (threes: number) =>
      withCredits(4, [[8, 2], [0, 9 - threes, threes], [0, 8], [0, 0, 0, 8]]).bands;
    const [none, shown] = ['1: null, 2-3: null, 4-8: null', '1: 8, 2-3: 19, 4-8: 8'];
    expect([4, 5].map(four)).toEqual([none, shown]);
    const mostly = (twos: number) =>
      withCredits(4, [[8], [0, twos, 10 - twos], [0, 0, 8], [0, 0, 0, 8]]).bands;
    expect([4, 5].map(mostly)).toEqual([none, '1: 8, 2-3: 18, 4-8: 8']);
  });

  it('take the place of the sessions of each block', () => {
    const sessionsOf = (shape: Layout) => release(SAFE, shape).release.cells
      .filter(({ table }) => table === 'total' || table === 'block')
      .map(({ sessions }) => sessions);
    expect(sessionsOf(layout)).toEqual([252, null, null, null, null]);
    expect(sessionsOf({ ...layout, crossed: [] })).toEqual([252, 53, 57, 61, 81]);
  });

  it('cross with the blocks, small ones hidden with others', () => {
    const cells = release(SAFE.with(1, [9, 1, 1, 7])).release.cells
      .filter(({ table }) => table === 'block-band');
    expect(cells.map(({ key }) => key).slice(0, 3)).toEqual(['B1/1', 'B1/2-3', 'B1/4-8']);
    expect(cells[4]).toEqual(
      { table: 'block-band', key: 'B2/2-3', users: null, sessions: null, reason: 'protected' });
    expect(cells.filter(({ users }) => users === null)).toHaveLength(6);
  });

  it('are made, and verified after JSON, for any employer', () => {
    const row = fc.array(fc.oneof(fc.constant(0), fc.nat(9)), { minLength: 9, maxLength: 9 });
    fc.assert(fc.property(fc.array(row, { minLength: 4, maxLength: 4 }), (counts) => {
      const { release: told, certificate } = release(counts);
      const stored = JSON.parse(JSON.stringify([told, certificate]));
      expect(verifyRelease(stored[0], stored[1], layout).kind).toBe('verified');
    }), { numRuns: 30 });
  });
});

describe('the check of session bands', () => {
  const { cells, margins } = made(SAFE);
  const at = cells.length - 3;
  const broken = (changed: readonly Cell[], shape = layout) =>
    brokenBands(shape, DEFAULT_RULES, changed);
  const withBands = (...counts: number[]) => cells.map((cell, i) =>
    (i < at ? cell : { ...cell, users: counts[i - at] ?? null }));

  it('finds nothing where nothing is broken', () => {
    expect(broken(cells)).toBeNull();
    expect(broken(made([[1], [0], [1], [0]]).cells)).toBeNull();
    expect(broken(margins, { ...layout, crossed: [] })).toBeNull();
  });

  it('holds the sessions of all to what they may tell, and settles nothing that is not told', () => {
    const told = release(SAFE);
    const check = (changed: Partial<Cell>, settledSessions: number) => {
      const verdict = verifyRelease({ ...told.release, settledSessions,
        cells: told.release.cells.with(0, { ...told.release.cells[0]!, ...changed }) },
      told.certificate, layout);
      return verdict.kind === 'refused' ? verdict.broken : null;
    };
    expect(check({}, 250)).toBeNull();
    expect([100, 764].map((sessions) => check({ sessions }, 250)))
      .toEqual(['sessions that tell of no few people', 'sessions that tell of no few people']);
    expect(check({ sessions: null }, 250)).not.toBeNull();
    const few = release([[10], [10], [10], [6, 4]]);
    expect(few.release.cells[0]?.sessions).toBeNull();
    const verdict = verifyRelease({ ...few.release, settledSessions: 10 }, few.certificate, layout);
    expect(verdict).toEqual({ kind: 'refused', broken: 'nothing is settled of hidden sessions' });
  });

  it('names what is', () => {
    const planned = 'exactly the planned session bands';
    expect(broken(margins)).toBe(planned);
    expect(broken(cells.toReversed())).toBe(planned);
    expect(broken(cells, { ...layout, crossed: [] })).toBe(planned);
    const whole = 'session bands appear whole or not at all';
    expect(broken(cells.with(at, { ...cells[at]!, users: null, reason: 'protected' }))).toBe(whole);
    expect(broken(cells.with(at, { ...cells[at]!, reason: 'protected' }))).toBe(whole);
    expect(broken(cells.with(at, { ...cells[at]!, sessions: 3 }))).toBe(whole);
    expect(broken(cells.map((cell, i) => (i < at ? cell : { ...cell, users: null })))).toBe(whole);
    const agree = 'session bands that agree with people and sessions';
    expect(broken(withBands(36, 32, 29))).toBe(agree);
    expect(broken(withBands(86, 5, 5))).toBe(agree);
    expect(broken(withBands(5, 5, 86))).toBe(agree);
    expect(broken(withBands(37, 31, 28))).toBeNull();
    expect(broken(withBands(4, 60, 32))).toBe('enough people in every session band');
    expect(broken(cells.filter(({ table }) => table !== 'total'))).toBe(agree);
  });
});
