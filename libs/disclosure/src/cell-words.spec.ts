import { describeCell } from './cell-words.ts';

describe('a cell in words', () => {
  const cell = (table: string, key: string, users: number | null) =>
    describeCell({ table, key, users }, 7);

  it('says whom it is about, in both dimensions', () => {
    const who = (table: string, key: string) => {
      const { block, category } = cell(table, key, null);
      return [block, category];
    };
    expect(who('total', '*')).toEqual([null, null]);
    expect(who('block', 'B2')).toEqual(['B2', null]);
    expect(who('modality', 'VIDEO')).toEqual([null, 'VIDEO']);
    expect(who('concern', 'WORK/LIFE')).toEqual([null, 'WORK/LIFE']);
    expect(who('block-concern', 'B2/WORK/LIFE')).toEqual(['B2', 'WORK/LIFE']);
  });

  it('says of every hidden cell the same, and of a shown one what the rule is', () => {
    const tables = ['total', 'block', 'modality', 'block-concern'];
    expect(new Set(tables.map((table) => cell(table, 'B1/x', null).why))).toEqual(
      new Set(['Hidden numbers are too small, too large, or protect another number.']));
    expect(cell('block', 'B1', 12).why)
      .toBe('At least 7 people used the benefit, and at least 7 did not.');
  });
});
