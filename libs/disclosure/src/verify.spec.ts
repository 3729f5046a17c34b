import type { Cell, TableName } from './cells.ts';
import type { Certificate } from './certificate.ts';
import { makeRelease, type UsageRelease } from './release.ts';
import type { CaseUse, Layout, Tally } from './table.ts';
import { verifyRelease } from './verify.ts';

const layout: Layout = {
  blocks: [80, 65, 70, 60].map((headcount, i) => ({ block: `B${i + 1}`, label: '', headcount })),
  modalities: ['video', 'chat'],
  concerns: ['stress', 'grief'],
};

/** A release of `counts` users in the blocks, three sessions each, lists shared out evenly. */
function made(counts: readonly number[]) {
  const cases = counts.flatMap((count, b) => Array.from({ length: count }, (_, i): CaseUse => ({
    block: `B${b + 1}`, modality: ['video', 'chat'][(b + i) % 2]!,
    concern: ['stress', 'grief'][(b + i) % 2]!,
    sessions: 3,
  })));
  return makeRelease({
    programme: 'p', period: '2026-10.1', layout, cases, bearerSessions: 0, fundedSessions: 1000,
  });
}

const { release, certificate } = made([17, 2, 14, 5]);
const hidden = made([1, 0, 2, 0]);
const large = made([12, 9, 14, 8]);

function broken(
  changed: unknown, evidence: Certificate = certificate, shape: Layout = layout,
): string {
  const verdict = verifyRelease(changed as UsageRelease, evidence, shape);
  return verdict.kind === 'verified' ? `${verdict.witnesses} witnesses` : verdict.broken;
}

function withCell(table: TableName, change: Partial<Cell>, key?: string): UsageRelease {
  const at = release.cells.findIndex((cell) =>
    cell.table === table && (key ?? cell.key) === cell.key);
  return { ...release, cells: release.cells.with(at, { ...release.cells[at]!, ...change }) };
}

describe('the verifier names the promise that is broken', () => {
  it('and counts the witnesses where none is', () => {
    expect(broken(release)).toBe(`${certificate.witnesses.length} witnesses`);
    expect(broken(hidden.release, hidden.certificate)).toMatch('witnesses');
    expect(broken({ ...large.release, medianWait: '< 2' }, large.certificate)).toMatch('witnesses');
  });

  it.each([
    ['no other fields', { ...release, primary: 1 }],
    ['the common note', { ...release, note: 'B2 was small.' }],
    ['the common note', { ...release, version: 1 }],
    ['a median wait as a band, of enough people', { ...release, medianWait: '< 2' }],
    ['a median wait as a band, of enough people', { ...hidden.release, medianWait: '< 2' }],
    ['a median wait as a band, of enough people', { ...large.release, medianWait: '4 days' }],
    ['release day', { ...release, releasedOn: '2027-01-29' }],
    ['settled in whole lots', { ...release, settledSessions: 7 }],
    ['settled in whole lots', { ...release, settledSessions: -10 }],
    ['readable release, rules and certificate', { ...release, k: 4 }],
    ['readable release, rules and certificate', { ...release, period: '2026-11' }],
    ['exactly the planned cells', { ...release, cells: release.cells.slice(1) }],
    ['exactly the planned cells', { ...release, cells: release.cells.toReversed() }],
    ['reasons tell what is hidden', withCell('block', { reason: 'published' }, 'B1')],
    ['reasons tell what is hidden', withCell('block', { reason: 'protected' }, 'B3')],
    ['one pattern for all measures', withCell('block', { sessions: null }, 'B3')],
    ['one pattern for all measures', withCell('block', { sessions: 9 }, 'B1')],
    ['one pattern for all measures', withCell('modality', { sessions: 40 })],
    ['one pattern for all measures', withCell('total', { sessions: null })],
    ['enough users in every published cell', withCell('block', { users: 4 }, 'B3')],
    ['enough users in every published cell', withCell('concern', { users: 9 })],
    ['enough users in every published cell', withCell('modality', { users: 5.5 })],
    ['enough non-users in every published cell', withCell('block', { users: 66 }, 'B3')],
    ['enough non-users in every published cell', withCell('total', { users: 271 })],
    ['1 to 8 sessions a user', withCell('block', { sessions: 13 }, 'B3')],
    ['1 to 8 sessions a user', withCell('block', { sessions: 113 }, 'B3')],
    ['1 to 8 sessions a user', withCell('block', { sessions: 40.5 }, 'B3')],
  ])('%s', (promise, changed) => expect(broken(changed)).toBe(promise));

  it('numbers that just pass fail later: no witness agrees with them', () => {
    const agree = 'witnesses that agree with what is published';
    for (const change of [{ users: 5, sessions: 5 }, { users: 65, sessions: 520 }]) {
      expect(broken(withCell('block', change, 'B3'))).toBe(agree);
    }
    expect(broken(withCell('concern', { users: 10 }))).toBe(agree);
    expect(broken(withCell('modality', { users: 5 }))).toBe(agree);
  });

  it('every block has at least 60 people', () => {
    const shape = (blocks: Layout['blocks']) => broken(release, certificate, { ...layout, blocks });
    const promise = 'every block has at least 60 people';
    expect(shape([])).toBe(promise);
    expect(shape(layout.blocks.with(3, { ...layout.blocks[3]!, headcount: 59 }))).toBe(promise);
    expect(shape(layout.blocks.with(3, { ...layout.blocks[3]!, headcount: 60.5 }))).toBe(promise);
  });

  it('nothing is settled in a hidden period', () => {
    expect(broken({ ...hidden.release, settledSessions: 10 }, hidden.certificate))
      .toBe('nothing is settled in a hidden period');
  });
});

describe('the verifier looks at each witness', () => {
  const { witnesses } = certificate;
  const [first] = witnesses;
  const changed = (change: Partial<Tally>, last = false) => {
    const world = { ...first!, ...change };
    return broken(release, { witnesses: last ? [...witnesses, world] : [world, ...witnesses] });
  };
  const { users, sessions, modality, concern } = first!;

  it.each([
    ['whole numbers', { users: users.with(0, -1) }],
    ['whole numbers', { sessions: sessions.with(0, 0.5) }],
    ['whole numbers', { modality: modality.with(0, -1) }],
    ['whole numbers', { concern: concern.with(0, -1) }],
    ['witnesses of the size of the layout', { users: [...users, 0] }],
    ['witnesses of the size of the layout', { sessions: [...sessions, 0] }],
    ['witnesses of the size of the layout', { modality: [...modality, 0] }],
    ['witnesses of the size of the layout', { concern: concern.slice(1) }],
    ['witnesses with equal margins', { users: users.with(2, 15) }],
    ['witnesses with equal margins', { modality: modality.with(0, modality[0]! + 1) }],
    ['witnesses with equal margins', { concern: concern.with(1, concern[1]! + 1) }],
    ['witnesses that can happen', { sessions: sessions.with(2, 13) }],
    ['witnesses that can happen', { sessions: sessions.with(2, 113) }],
    ['witnesses that agree with what is published', { sessions: sessions.with(2, 112) }],
    ['witnesses that agree with what is published', { sessions: sessions.with(2, 14) }],
  ] as [string, Partial<Tally>][])('%s', (promise, change) => {
    expect(changed(change)).toBe(promise);
    expect(changed(change, true)).toBe(promise);
  });

  it('and wants one; more people than heads cannot happen', () => {
    expect(broken(release, { witnesses: [] })).toBe('at least one witness');
    const full: Tally = {
      users: [81, 0, 0, 0], sessions: [81, 0, 0, 0], modality: [81, 0], concern: [0, 81],
    };
    const check = (...list: Tally[]) =>
      broken(hidden.release, { witnesses: [...hidden.certificate.witnesses, ...list] });
    expect(check(full)).toBe('witnesses that can happen');
    const one: Tally = {
      users: [1, 0, 0, 0], sessions: [2, 0, 0, 0], modality: [1, 0], concern: [0, 1],
    };
    expect(check(one)).toBe('plain witnesses');
    expect(check({ ...one, sessions: [1, 0, 0, 0] })).toMatch(/^\d+ witnesses$/);
  });

  it('a list of one category makes no table, and is counted in whole', () => {
    const single: Layout = { ...layout, modalities: ['video'], concerns: ['stress'] };
    const cases = Array.from({ length: 24 }, (_, i) =>
      ({ block: `B${i % 4 + 1}`, modality: 'video', concern: 'stress', sessions: 2 }));
    const own = makeRelease({
      programme: 'p', period: '2026-10.1', layout: single, cases, bearerSessions: 0,
      fundedSessions: 0,
    });
    expect(own.certificate.witnesses[0]).toMatchObject({ modality: [24], concern: [24] });
    expect(broken(own.release, own.certificate, single)).toBe('1 witnesses');
  });

  it('lists of a layout that has none are empty', () => {
    const plain = { ...layout, modalities: [], concerns: [] };
    const input = {
      programme: 'p', period: '2026-10.1', layout: plain, bearerSessions: 0, fundedSessions: 0,
      creditsPerMember: 8, cases: [],
    };
    const own = makeRelease(input);
    expect(broken(own.release, own.certificate, plain)).toBe('2 witnesses');
  });
});

describe('what must stay open', () => {
  type Kept = Pick<typeof hidden, 'release' | 'certificate'>;
  const keep = (of: Kept, test: (world: Tally) => boolean) =>
    broken(of.release, { witnesses: of.certificate.witnesses.filter(test) });

  it('a hidden block may be empty and may be large', () => {
    const promise = 'a hidden group may be empty, and may be large';
    const pair = { release, certificate };
    for (const block of [0, 1]) {
      expect(keep(pair, ({ users }) => users[block] !== 0)).toBe(promise);
      expect(keep(pair, ({ users }) => users[block]! < 5)).toBe(promise);
    }
  });

  it('with nothing published, anyone and everyone may have used it', () => {
    expect(keep(hidden, ({ users }) => users[0] !== 0))
      .toBe('a hidden group may be empty, and may be large');
    expect(keep(hidden, ({ users }) => users[0] === 0))
      .toBe('a hidden group may be empty, and may be large');
  });

  it('a hidden block may be full, and may be far from it', () => {
    const full = made([78, 40, 14, 8]);
    const promise = 'a hidden group may be full, and may be far from it';
    expect(broken(full.release, full.certificate)).toMatch(/^\d+ witnesses$/);
    for (const [block, heads] of [[0, 80], [1, 65]] as const) {
      expect(keep(full, ({ users }) => users[block] !== heads)).toBe(promise);
      expect(keep(full, ({ users }) => users[block]! > heads - 5)).toBe(promise);
    }
  });

  it('a hidden block may be hidden for another', () => {
    const five: Layout = {
      blocks: [1, 2, 3, 4, 5].map((n) => ({ block: `B${n}`, label: '', headcount: 60 })),
      modalities: [], concerns: [],
    };
    const cases = [20, 20, 60, 58, 2].flatMap((count, b) => Array.from({ length: count }, () =>
      ({ block: `B${b + 1}`, modality: '', concern: '', sessions: 1 })));
    const own = makeRelease({
      programme: 'p', period: '2026-10.1', layout: five, cases, bearerSessions: 0, fundedSessions: 0,
    });
    const worlds = [[60, 60, 0], [60, 0, 60], [0, 60, 60]].map((rest): Tally =>
      ({ users: [20, 20, ...rest], sessions: [20, 20, ...rest], modality: [], concern: [] }));
    const check = (witnesses: readonly Tally[]) => broken(own.release, { witnesses }, five);
    expect(check(own.certificate.witnesses)).toMatch(/^\d+ witnesses$/);
    expect(check(worlds)).toBe('a hidden block may be hidden for another');
  });

  it('a hidden category may be empty, and may be large', () => {
    const few = made([5, 5, 5, 3]);
    const check = (...concerns: number[][]) => broken(few.release, {
      witnesses: few.certificate.witnesses.map((world, i) =>
        ({ ...world, concern: concerns[i % concerns.length]! })),
    });
    const promise = 'a hidden category may be empty, and may be large';
    expect(check([18, 0], [0, 18])).toMatch(/^\d+ witnesses$/);
    for (const concern of [[18, 0], [0, 18], [9, 9]]) expect(check(concern)).toBe(promise);
    expect(check([17, 1], [1, 17])).toBe(promise);
    expect(check([18, 0], [9, 9])).toBe(promise);
    expect(check([9, 9], [0, 18])).toBe(promise);
  });
});
