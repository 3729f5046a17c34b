import { isCount, tallyCases, type CaseUse, type Layout } from './table.ts';

const layout: Layout = {
  blocks: [{ block: 'B1', label: '', headcount: 2 }, { block: 'B2', label: '', headcount: 60 }],
  modalities: ['video', 'chat'],
  concerns: ['stress', 'grief'],
};
const use = (more: Partial<CaseUse> = {}): CaseUse =>
  ({ block: 'B1', modality: 'chat', concern: 'stress', sessions: 3, ...more });
const refusal = (message: RegExp) => expect.objectContaining({
  code: 'bad-tally', message: expect.stringMatching(message),
}) as Error;

describe('a tally', () => {
  it('counts people once and at most eight sessions of each; the rest is owed', () => {
    const { tally, excess } = tallyCases(layout, [
      use(), use({ sessions: 8 }), use({ block: 'B2', concern: 'grief', sessions: 9 }),
      use({ block: 'B2', modality: 'video', sessions: 20 }), use({ block: 'B9', sessions: 0 }),
    ]);
    expect(tally).toEqual({
      users: [2, 2], sessions: [11, 16], modality: [1, 3], concern: [3, 1],
    });
    expect(excess).toBe(13);
  });

  it('looks at no category of a list that the layout does not have', () => {
    const none = { ...layout, modalities: [], concerns: [] };
    expect(tallyCases(none, [use({ modality: 'phone', concern: 'debt' })]).tally)
      .toEqual({ users: [1, 0], sessions: [3, 0], modality: [], concern: [] });
  });

  it.each([
    ['half a session', [use({ sessions: 0.5 })], /whole numbers/],
    ['fewer sessions than none', [use({ sessions: -1 })], /whole numbers/],
    ['a block outside the layout', [use({ block: 'B3' })], /outside the layout/],
    ['a modality outside the layout', [use({ modality: 'phone' })], /outside the layout/],
    ['a concern outside the layout', [use({ concern: 'debt' })], /outside the layout/],
    ['more people than heads', [use(), use(), use()], /more cases than heads/],
  ])('refuses %s', (_, cases, message) => {
    expect(() => tallyCases(layout, cases)).toThrow(refusal(message));
  });

  it('refuses a layout that names something twice', () => {
    const twice = { ...layout, concerns: ['grief', 'grief'] };
    expect(() => tallyCases(twice, [])).toThrow(refusal(/named twice/));
  });

  it('takes whole numbers from 0 up for counts, and nothing else', () => {
    expect([0, 1, 7].every(isCount)).toBe(true);
    expect([-1, 0.5, Number.NaN, Infinity, '1', 2n, null].some(isCount)).toBe(false);
  });
});
