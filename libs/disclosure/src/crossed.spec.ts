import * as fc from 'fast-check';
import { makeRelease, type PeriodUse } from './release.ts';
import type { CaseUse, Layout } from './table.ts';
import { verifyRelease } from './verify.ts';

const layout: Layout = {
  blocks: [
    { block: 'B1', label: 'Eng', headcount: 120 }, { block: 'B2', label: 'Ops', headcount: 90 },
    { block: 'B3', label: 'Shop', headcount: 150 }, { block: 'B4', label: 'HR', headcount: 60 },
  ],
  modalities: ['video', 'in-person', 'chat'],
  concerns: ['stress', 'grief'],
  crossed: ['modality', 'concern'],
};

/** counts[block][modality]; concerns alternate. */
function period(counts: readonly (readonly number[])[]): PeriodUse {
  const cases = counts.flatMap((row, b) => row.flatMap((users, m) =>
    Array.from({ length: users }, (_, i): CaseUse => ({
      block: `B${b + 1}`, modality: layout.modalities[m]!, concern: layout.concerns[i % 2]!,
      sessions: 2,
    }))));
  return {
    programme: 'p', period: '2026-10.1', layout, cases, bearerSessions: 0, fundedSessions: 1000,
  };
}

const shown = (input: PeriodUse, table: string) =>
  makeRelease(input).release.cells.filter((cell) => cell.table === table).map((cell) => cell.users);

describe('a two-way report', () => {
  const safe = [[12, 9, 10], [14, 8, 7], [20, 11, 16], [9, 7, 8]];

  it('shows every block by modality when all are safe', () => {
    expect(shown(period(safe), 'block-modality')).toEqual(safe.flat());
  });

  it('hides a small cell with three more, and leaves every margin as it was', () => {
    const small = [[12, 9, 10], [14, 2, 7], [20, 11, 16], [9, 7, 8]];
    const inside = shown(period(small), 'block-modality');
    expect(inside).toEqual([12, 9, 10, 14, null, null, 20, 11, 16, 9, null, null]);
    expect(shown(period(small), 'block')).toEqual([31, 23, 47, 24]);
    expect(shown(period(small), 'modality')).toEqual([55, 29, 41]);
  });

  it('hides every cell of a hidden block', () => {
    const inside = shown(period([[12, 9, 10], [1, 2, 0], [20, 11, 16], [9, 7, 8]]), 'block-modality');
    expect(inside.slice(0, 6)).toEqual([null, null, null, null, null, null]);
  });

  it('shows nothing inside where a margin is hidden as a whole', () => {
    const inside = shown(period([[12, 9, 1], [14, 8, 1], [20, 11, 1], [9, 7, 0]]), 'block-modality');
    expect(new Set(inside)).toEqual(new Set([null]));
  });

  it('is left out where the layout does not ask for it', () => {
    const input = period(safe);
    const { blocks, modalities, concerns } = layout;
    const plain = { blocks, modalities, concerns };
    const { release, certificate } = makeRelease({ ...input, layout: plain });
    expect(release.cells.some(({ table }) => table.startsWith('block-'))).toBe(false);
    expect(certificate.crossed).toEqual({});
  });

  it('verifies after JSON, and no changed crossed cell or lost evidence passes', () => {
    const { release, certificate } = makeRelease(
      period([[12, 9, 10], [14, 2, 7], [20, 11, 16], [9, 7, 8]]));
    const stored = JSON.parse(JSON.stringify(certificate));
    const check = (changed: unknown, evidence: unknown = stored) =>
      verifyRelease(changed as never, evidence as never, layout).kind;
    expect(check(release)).toBe('verified');
    expect(check(release, { witnesses: stored.witnesses })).toBe('refused');
    release.cells.forEach((cell, i) => {
      if (!cell.table.startsWith('block-')) return;
      for (const users of [0, 2, 7, 61, null]) {
        if (users === cell.users) continue;
        for (const reason of ['published', 'protected']) {
          const cells = release.cells.with(i, { ...cell, users, reason } as never);
          expect([i, users, check({ ...release, cells })]).toEqual([i, users, 'refused']);
        }
      }
      expect(check({ ...release, cells: release.cells.toSpliced(i, 1) })).toBe('refused');
    });
  });

  it('and its certificate say nothing beside', () => {
    const input = period([[12, 9, 10], [14, 2, 7], [20, 11, 16], [9, 7, 8]]);
    const shape: Layout = { ...layout, crossed: ['modality', 'band'] };
    const { release, certificate } = makeRelease({ ...input, layout: shape });
    const broken = (changed: unknown, evidence: unknown = certificate) => {
      const verdict = verifyRelease(changed as never, evidence as never, shape);
      return verdict.kind === 'refused' && verdict.broken;
    };
    release.cells.forEach((cell, i) => {
      const reason = cell.users === null ? 'primary: 2 users' : cell.reason;
      for (const change of [{ truth: 2 }, { reason, note: 'B2/chat=2' }]) {
        const cells = release.cells.with(i, { ...cell, ...change } as never);
        expect(broken({ ...release, cells })).not.toBe(false);
      }
      if (reason === cell.reason) return;
      const cells = release.cells.with(i, { ...cell, reason } as never);
      expect(broken({ ...release, cells })).toBe('cells that say nothing else');
    });
    const [world] = certificate.witnesses;
    const nothing = 'a certificate that says nothing else';
    expect(broken(release, { ...certificate, secret: 1 })).toBe(nothing);
    expect(broken(release, { ...certificate,
      witnesses: [...certificate.witnesses, { ...world, truth: 2 }] })).toBe(nothing);
    expect(broken(release, { ...certificate, crossed: { ...certificate.crossed, concern: [] } }))
      .toBe('evidence about planned tables alone');
    expect(broken(release)).toBe(false);
  });

  it('is made and verified for any employer', () => {
    const row = fc.array(fc.oneof(fc.nat(4), fc.nat(19)), { minLength: 3, maxLength: 3 });
    fc.assert(fc.property(fc.array(row, { minLength: 4, maxLength: 4 }), (counts) => {
      const { release } = makeRelease(period(counts));
      const at = (table: string, key: string) =>
        release.cells.find((cell) => cell.table === table && cell.key === key)!.users;
      counts.forEach((list, b) => list.forEach((users, m) => {
        const cell = at('block-modality', `B${b + 1}/${layout.modalities[m]}`);
        expect([users >= 5 ? users : null, null]).toContain(cell);
        if (at('block', `B${b + 1}`) === null) expect(cell).toBeNull();
      }));
    }), { numRuns: 40 });
  });
});
