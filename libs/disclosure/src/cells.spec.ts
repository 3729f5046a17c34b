import { publishCells } from './cells.ts';
import { DEFAULT_RULES } from './primary.ts';
import type { Layout, Tally } from './table.ts';

interface Made {
  readonly users: readonly number[];
  readonly modality?: readonly number[];
  readonly concern?: readonly number[];
  readonly sites?: string;
}

/** Cells of blocks of 80 people; sessions are two of each user. */
function cellsOf({ users, modality = [], concern = [], sites = '' }: Made) {
  const names = (list: readonly number[]) => list.map((_, i) => `c${i}`);
  const layout: Layout = {
    blocks: users.map((_, i) =>
      ({ block: `B${i + 1}`, label: '', headcount: 80, site: sites[i]?.trim() })),
    modalities: names(modality), concerns: names(concern),
  };
  const tally: Tally = { users, sessions: users.map((count) => count * 2), modality, concern };
  return publishCells(layout, DEFAULT_RULES, tally);
}

/** Whether the list of modalities is shown. */
const isShown = (made: Made) =>
  cellsOf(made).filter(({ table }) => table === 'modality').every(({ users }) => users !== null);

describe('published cells', () => {
  it('are the total, every block, and each list of at least two categories', () => {
    const cells = cellsOf({ users: [20, 2, 60, 20], modality: [102], concern: [62, 40] });
    expect(cells.map(({ table, key, users, sessions, reason }) =>
      [table, key, users, sessions, reason].join(' '))).toEqual([
      'total * 102 204 published', 'block B1   protected', 'block B2   protected',
      'block B3 60 120 published', 'block B4 20 40 published',
      'concern c0 62  published', 'concern c1 40  published',
    ]);
    expect([cells, ...cells].every(Object.isFrozen)).toBe(true);
  });

  it('are all hidden where the total would tell, although it is a safe number itself', () => {
    expect(new Set(cellsOf({ users: [2, 78], modality: [40, 40] }).map(({ users }) => users)))
      .toEqual(new Set([null]));
  });

  it('show no list whose margins tell of 1 to k − 1 users of a block', () => {
    const users = [34, 9, 9];
    expect([[34, 18], [33, 19], [30, 22], [29, 23]].map((modality) => isShown({ users, modality })))
      .toEqual([true, false, false, true]);
  });

  it('nor of a site, where nothing of it is hidden', () => {
    const users = [17, 17, 18];
    const shown = (sites: string) => [[34, 18], [33, 19], [30, 22], [29, 23]].map((modality) =>
      isShown({ users, modality, sites }));
    expect(shown('nns')).toEqual([true, false, false, true]);
    expect(shown('nsn')).toEqual([false, false, true, true]);
    expect(shown('')).toEqual([true, true, true, true]);
    expect(shown('  s')).toEqual([true, true, true, true]);
    const hidden = { users: [8, 2, 29, 13], modality: [30, 22] };
    expect(isShown({ ...hidden, sites: 'ns s' })).toBe(true);
    expect(isShown({ ...hidden, sites: 'nssn' })).toBe(true);
  });

  it('nor of all visible blocks together', () => {
    const users = [15, 15, 2, 23];
    expect([[28, 27], [26, 29], [25, 30], [35, 20]].map((modality) => isShown({ users, modality })))
      .toEqual([false, false, true, true]);
  });

  it('nor of what is visible of a site, nor of one hidden block as far as heads tell', () => {
    const users = [15, 15, 10, 7, 3, 5];
    expect(isShown({ users, modality: [28, 27], sites: 'ssttst' })).toBe(false);
    expect(isShown({ users: [78, 45], modality: [83, 40] })).toBe(false);
    expect(isShown({ users: [78, 47], modality: [85, 40] })).toBe(true);
  });

  it('nor of all hidden blocks together', () => {
    const users = [20, 2, 20, 10];
    expect([[30, 22], [31, 21], [34, 18], [35, 17]].map((modality) => isShown({ users, modality })))
      .toEqual([true, false, false, false]);
  });
});
