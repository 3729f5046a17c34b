import fc from 'fast-check';
import { makeRelease } from './release.ts';
import type { CaseUse } from './table.ts';
import { withinHeads } from './within-heads.ts';

const BLOCKS = [60, 75, 90].map((headcount, at) =>
  ({ block: `B${at + 1}`, label: `B${at + 1}`, headcount, site: null }));
const LAYOUT = { blocks: BLOCKS, modalities: ['video', 'audio'], concerns: ['stress', 'grief'],
  crossed: ['modality', 'concern', 'band'] as const, creditsPerMember: 8 };
const person = fc.record({
  block: fc.constantFrom('B1', 'B1', 'B1', 'B2', 'B3'), modality: fc.constantFrom('video', 'audio'),
  concern: fc.constantFrom('stress', 'grief'), sessions: fc.integer({ min: 0, max: 8 }),
});
const people = fc.array(person, { minLength: 0, maxLength: 300, size: 'max' });
const sum = (cases: readonly CaseUse[]) => cases.reduce((all, { sessions }) => all + sessions, 0);

describe('people beyond those of the start', () => {
  it('are in no count, and their sessions in one sum: everybody else is counted as before', () => {
    fc.assert(fc.property(people, (all) => {
      const { cases, beyond } = withinHeads(LAYOUT, all);
      for (const { block, headcount } of BLOCKS) {
        const of = (some: readonly CaseUse[]) =>
          some.filter((use) => use.block === block && use.sessions > 0);
        expect(of(cases)).toEqual(of(all).slice(0, headcount));
      }
      expect(sum(cases) + beyond).toBe(sum(all));
      expect(cases.filter(({ sessions }) => sessions === 0))
        .toEqual(all.filter(({ sessions }) => sessions === 0));
    }));
  });

  it('never keep a period from being released, however many there are', () => {
    fc.assert(fc.property(people, (all) => {
      const { cases, beyond } = withinHeads(LAYOUT, all);
      const { release } = makeRelease({ programme: 'p', period: '2026-10.2', layout: LAYOUT, cases,
        bearerSessions: beyond, fundedSessions: 5_000 });
      const full = BLOCKS.filter(({ block, headcount }) =>
        cases.filter((use) => use.block === block && use.sessions > 0).length === headcount);
      for (const { block } of full) {
        expect(release.cells.find(({ table, key }) => table === 'block' && key === block))
          .toMatchObject({ users: null });
      }
    }), { numRuns: 40 });
  });

  it('of a block that is not named are for the release to refuse', () => {
    const stray = { block: 'B9', modality: 'video', concern: 'stress', sessions: 1 };
    expect(withinHeads(LAYOUT, [stray])).toEqual({ cases: [stray], beyond: 0 });
  });
});
