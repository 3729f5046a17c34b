import { fourAnswers } from '#wording/answers';
import { vaguePhrases } from '#wording/vague';
import { CONSENT_TEXTS, plainText } from './consent.text.ts';

/** Sections of the text that answer each question, by their place in it. */
const ANSWERED_IN = { 'who-views': 2, 'when-disclosed': 0, 'how-kept': 2, 'how-withdrawn': 4 };

describe.each(CONSENT_TEXTS.map((text) => [text.language, text] as const))('%s', (language, text) => {
  it('the consent holds no phrase that could mean anything', () => {
    const plain = plainText(text);
    expect(vaguePhrases(plain, language)
      .map(({ start, end }) => plain.slice(start, end))).toEqual([]);
  });

  it('the consent says who views, when it is disclosed, how it is kept, how it is withdrawn', () => {
    const plain = plainText(text);
    const answered = fourAnswers(plain, language).map(({ question, sentence }) => {
      const said = sentence && plain.slice(sentence.start, sentence.end);
      return [question, text.sections.findIndex(({ body }) => said && body.includes(said))];
    });
    expect(Object.fromEntries(answered)).toEqual(ANSWERED_IN);
  });
});
