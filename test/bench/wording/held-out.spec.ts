import { measure, measureVague } from './measure.ts';

/** What the rules are held to on texts that they were not written from. */
describe.each(['en', 'es'] as const)('the held-out texts, %s', (language) => {
  it('have 98 of 100 identifiers with a shape marked, 85 of 100 names and as many towns', () => {
    const { structured, names, towns, missed } = measure(language);
    expect({ structured: structured >= 0.98, names: names >= 0.85, towns: towns >= 0.85, missed })
      .toEqual({ structured: true, names: true, towns: true, missed: expect.any(Array) });
  });

  it('have at most two marks in a hundred words that hold no identifier', () => {
    expect(measure(language).falseMarks).toBeLessThanOrEqual(2);
  });

  it('have 85 of 100 vague phrases marked, and at most two marks in a hundred definite words', () => {
    const { recall, falseMarks } = measureVague(language);
    expect(recall).toBeGreaterThanOrEqual(0.85);
    expect(falseMarks).toBeLessThanOrEqual(2);
  });

  it('have the questions answered that they answer, and no other', () => {
    expect(measureVague(language).misread).toEqual([]);
  });
});
