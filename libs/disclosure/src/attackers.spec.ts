import * as fc from 'fast-check';
import { canonical } from './canonical.ts';
import { publishCells, type Cell } from './cells.ts';
import { certify } from './certificate.ts';
import { protectedGroups } from './protect.ts';
import { isSafe, sessionRange, type Rules } from './primary.ts';
import { makeRelease } from './release.ts';
import { total, type Layout, type Tally } from './table.ts';
import { verifyCells } from './verify.ts';

/**
 * The strongest reader of one release: she knows every headcount, the rules and this program,
 * runs it on every world there is, and keeps those that give the very same bytes.
 */
function worldsByRelease(
  layout: Layout,
  rules: Rules,
  worlds: Iterable<Tally>,
  publish = publishCells,
) {
  const classes = new Map<string, { cells: readonly Cell[]; worlds: Tally[] }>();
  for (const world of worlds) {
    const cells = publish(layout, rules, world);
    const bytes = canonical(cells);
    const known = classes.get(bytes);
    if (known) known.worlds.push(world);
    else classes.set(bytes, { cells, worlds: [world] });
  }
  return [...classes.values()];
}

function* vectors(limits: readonly number[]): Generator<number[]> {
  if (limits.length === 0) return yield [];
  for (let first = 0; first <= limits[0]!; first += 1) {
    for (const rest of vectors(limits.slice(1))) yield [first, ...rest];
  }
}

function* splits(sum: number, parts: number): Generator<number[]> {
  if (parts === 0) return yield [];
  if (parts === 1) return yield [sum];
  for (let first = 0; first <= sum; first += 1) {
    for (const rest of splits(sum - first, parts - 1)) yield [first, ...rest];
  }
}

function* worldsOf(layout: Layout, allSessions: boolean): Generator<Tally> {
  for (const users of vectors(layout.blocks.map((b) => b.headcount))) {
    const spread = allSessions
      ? vectors(users.map((u) => sessionRange(u, 8).most - u))
      : [users.map(() => 0)];
    for (const more of spread) {
      const sessions = users.map((u, i) => u + more[i]!);
      for (const modality of splits(total(users), layout.modalities.length)) {
        for (const concern of splits(total(users), layout.concerns.length)) {
          yield { users, sessions, modality, concern };
        }
      }
    }
  }
}

function layoutOf(heads: readonly number[], sites: string, modalities = 0, concerns = 0): Layout {
  const names = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
  return {
    blocks: heads.map((headcount, i) => ({
      block: `B${i + 1}`,
      label: '',
      headcount,
      site: sites[i] ?? null,
    })),
    modalities: names('m', modalities),
    concerns: names('c', concerns),
  };
}

/** What is certain of `group`, over every world of one release, that must not be. */
function certainties(seen: readonly number[], size: number, k: number): string[] {
  const some = (test: (count: number) => boolean) => seen.some(test);
  const found: string[] = [];
  if (some((u) => u < k)) {
    if (!some((u) => u === 0)) found.push('somebody used it');
    if (!some((u) => u >= Math.min(k, size))) found.push('fewer than k used it');
  }
  if (some((u) => size - u < k)) {
    if (!some((u) => u === size)) found.push('somebody did not');
    if (!some((u) => u <= Math.max(0, size - k))) found.push('fewer than k did not');
  }
  return found;
}

function attack(
  layout: Layout,
  rules: Rules,
  allSessions = false,
  publish = publishCells,
): number {
  const heads = layout.blocks.map((b) => b.headcount);
  const classes = worldsByRelease(layout, rules, worldsOf(layout, allSessions), publish);
  for (const { cells, worlds } of classes) {
    const at = (i: number) => cells.find((c) => c.key === `B${i + 1}`)!;
    const totalCell = cells[0]!;
    const hidden = heads.flatMap((_, i) => (at(i).users === null ? [i] : []));
    const sum = (world: Tally, group: readonly number[]) =>
      total(group.map((i) => world.users[i]!));
    const size = (group: readonly number[]) => total(group.map((i) => heads[i]!));
    const left = sum(worlds[0]!, hidden);
    const low = totalCell.users !== null && left <= Math.min(...heads) - rules.k;
    const everyUnion = [...vectors(hidden.map(() => 1))].map((bits) =>
      hidden.filter((_, i) => bits[i] === 1),
    );
    const groups = low
      ? everyUnion.filter((union) => union.length > 0)
      : protectedGroups(layout.blocks, hidden);
    for (const group of groups) {
      const seen = worlds.map((world) => sum(world, group));
      expect([cells, group, certainties(seen, size(group), rules.k)]).toEqual([cells, group, []]);
    }
    heads.forEach((head, i) => {
      const seen = worlds.map((world) => isSafe(world.users[i]!, head, rules.k));
      if (!hidden.includes(i)) expect(seen.every(Boolean)).toBe(true);
      else if (totalCell.users !== null) {
        expect([cells, i, seen.includes(true)]).toEqual([cells, i, true]);
      }
    });
    for (const table of ['modality', 'concern'] as const) {
      const k = table === 'modality' ? rules.k : rules.concernK;
      const keys = table === 'modality' ? layout.modalities : layout.concerns;
      const shown = cells.filter((c) => c.table === table);
      if (shown.length === 0 || shown[0]!.users !== null) continue;
      const most = totalCell.users ?? total(heads);
      keys.forEach((_, i) => {
        const seen = worlds.map((world) => world[table][i]!);
        expect(seen).toContain(0);
        expect(seen.some((u) => u >= Math.min(k, most))).toBe(true);
      });
    }
    expect(verifyCells(cells, certify(layout, rules, cells), layout, rules).kind).toBe('verified');
  }
  return classes.length;
}

const rules: Rules = { k: 2, concernK: 3, concernShare: 80 };

describe('an analyst who runs the program on every world', () => {
  it.each([
    [[6], 'a'],
    [[5, 6], 'aa'],
    [[4, 9], 'ab'],
    [[5, 6, 7], 'aab'],
    [[4, 5, 4, 6], 'aabb'],
    [[6, 4, 5, 7], 'abab'],
    [[4, 5, 4, 5, 4], 'aabbb'],
    [[4, 4, 4, 4, 4, 4], 'aaabbb'],
  ])('is certain of nothing protected with headcounts %j', (heads, sites) => {
    expect(attack(layoutOf(heads, sites), rules)).toBeGreaterThan(1);
  });

  it('nor when the thresholds are tight for the headcounts', () => {
    for (const k of [3, 4]) attack(layoutOf([6, 7, 8], 'abb'), { ...rules, k, concernK: k });
    attack(layoutOf([6, 7, 6, 9], 'aabb'), { ...rules, k: 3 });
  });

  it('nor from the sessions', () => {
    attack(layoutOf([4, 5], 'ab'), rules, true);
  });

  it('nor from modality and concern, with their total shared', () => {
    attack(layoutOf([5, 6], 'ab', 3, 2), rules);
    attack(layoutOf([4, 4, 5], 'aab', 2, 2), rules);
  });

  it('nor at the real threshold', () => {
    attack(layoutOf([60, 64], 'ab'), { k: 5, concernK: 10, concernShare: 80 });
  });
});

describe('the same analyst finds what weaker rules give away', () => {
  /** A plain threshold on users, and the total beside it. */
  const plain: typeof publishCells = (layout, { k }, { users, sessions }) => [
    { table: 'total', key: '*', users: total(users), sessions: total(sessions), reason: 'published' },
    ...layout.blocks.map(({ block }, i) => {
      const shown = users[i]! >= k;
      return {
        table: 'block' as const,
        key: block,
        users: shown ? users[i]! : null,
        sessions: shown ? sessions[i]! : null,
        reason: shown ? ('published' as const) : ('protected' as const),
      };
    }),
  ];
  /** Both thresholds, no remainder: the hidden pattern alone tells on which side a block is. */
  const pairless: typeof publishCells = (layout, { k }, tally) =>
    plain(layout, { ...rules, k: 0 }, tally).map((cell, i) =>
      i === 0 || isSafe(tally.users[i - 1]!, layout.blocks[i - 1]!.headcount, k)
        ? cell
        : { ...cell, users: null, sessions: null, reason: 'protected' },
    );

  it.each([
    ['a plain threshold', plain],
    ['no care for the remainder', pairless],
  ])('%s', (_, publish) => {
    expect(() => attack(layoutOf([5, 6, 7], 'aab'), rules, false, publish)).toThrow(/used it|did not/);
  });
});

describe('any employer', () => {
  const block = fc
    .record({ headcount: fc.integer({ min: 60, max: 240 }), site: fc.constantFrom('a', 'b', 'c') })
    .chain(({ headcount, site }) =>
      fc.record({
        headcount: fc.constant(headcount),
        site: fc.constant(site),
        users: fc.oneof(
          fc.integer({ min: 0, max: 6 }),
          fc.integer({ min: headcount - 6, max: headcount }),
          fc.integer({ min: 0, max: headcount }),
        ),
      }),
    );

  it('gets a release that verifies, and never a number below k or above headcount − k', () => {
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 5, max: 40 }),
        fc.infiniteStream(fc.tuple(fc.nat(2), fc.nat(1), fc.integer({ min: 1, max: 10 }))),
        (blocks, k, stream) => {
          const layout = {
            ...layoutOf(blocks.map((b) => b.headcount), '', 3, 2),
            blocks: blocks.map((b, i) => ({ ...b, block: `B${i + 1}`, label: '' })),
          };
          const cases = blocks.flatMap((b, i) =>
            Array.from({ length: b.users }, () => {
              const [m, c, sessions] = stream.next().value!;
              return { block: `B${i + 1}`, modality: `m${m}`, concern: `c${c}`, sessions };
            }),
          );
          const { release } = makeRelease({
            programme: 'p', period: '2026-10.1', rules: { k }, layout, cases,
            bearerSessions: 0, fundedSessions: 10_000,
          });
          blocks.forEach((b, i) => {
            const shown = release.cells.find((c) => c.key === `B${i + 1}`)!.users;
            const allowed = shown === b.users && isSafe(shown, b.headcount, k);
            expect(shown === null || allowed).toBe(true);
          });
        },
      ),
      { numRuns: 150 },
    );
  });
});
