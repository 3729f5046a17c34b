import fc from 'fast-check';
import { fourAnswers, QUESTIONS } from './answers.ts';
import { vaguePhrases } from './vague.ts';

const phrases = (text: string, language: 'en' | 'es' = 'en') =>
  vaguePhrases(text, language).map(({ open, start, end }) => [open, text.slice(start, end)]);

it('a vague phrase is marked with what it leaves open and what to ask', () => {
  const text = 'We may share it as needed with trusted partners, as long as necessary.';
  expect(phrases(text)).toEqual([
    ['when', 'as needed'], ['who', 'trusted partners'], ['how-long', 'as long as necessary'],
  ]);
  expect(vaguePhrases(text, 'en')[1]!.ask).toBe('Who exactly, by name or by role, and why does each need it?');
});

it('a phrase is found over the end of a line and under unseen characters', () => {
  expect(phrases('kept as long\n  as neces\u00ADsary')).toEqual([['how-long', 'as long\n  as neces\u00ADsary']]);
  expect(phrases('cuando\nsea necesario', 'es')).toEqual([['when', 'cuando\nsea necesario']]);
});

it('a sentence that is vague answers no question, and the next best one does', () => {
  const text = 'Records are kept as long as necessary. Records are destroyed after ten years.';
  const kept = fourAnswers(text, 'en').find(({ question }) => question === 'how-kept');
  expect(text.slice(kept!.sentence!.start, kept!.sentence!.end)).toBe('Records are destroyed after ten years.');
});

it('a title ends no sentence', () => {
  const text = 'Hello. Only Dr. Okafor reads your notes. Bye.';
  const [views] = fourAnswers(text, 'en');
  expect(text.slice(views!.sentence!.start, views!.sentence!.end))
    .toBe('Only Dr. Okafor reads your notes.');
});

it('a text that says nothing answers nothing', () => {
  expect(fourAnswers('', 'es').map(({ question, sentence }) => [question, sentence]))
    .toEqual(QUESTIONS.map((question) => [question, undefined]));
});

it('answers and marks are parts of the text, whatever it is', () => {
  const words = fc.array(fc.constantFrom(
    'Your notes', 'only', 'are kept', 'as needed', 'ten years.', 'withdraw', 'consent', 'if', 'danger', '\n', '.', ' ',
    '\u202E', '\u0000', 'third parties', '!', '”'), { maxLength: 60 });
  fc.assert(fc.property(words, (parts) => {
    const text = parts.join(' ');
    const spans = [
      ...vaguePhrases(text, 'en'), ...fourAnswers(text, 'en').flatMap(({ sentence }) => sentence ?? []),
    ];
    for (const { start, end } of spans) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length);
    }
  }));
});
