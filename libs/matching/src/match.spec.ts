import fc from 'fast-check';
import type { Practice } from './practice.ts';
import { match, type Candidate, type Preferences } from './match.ts';

const LANGUAGES = ['en', 'de', 'es'];
const CONCERNS = ['STRESS', 'GRIEF'];
const MODALITIES = ['VIDEO', 'PHONE'];
const GENDERS = ['FEMALE', 'MALE'];
const PLACES = ['DE', 'AT'];
const DAYS = ['2026-11-10', '2026-11-20', '2026-12-01'];

const some = (values: string[]) => fc.subarray(values, { minLength: 1 });
const maybe = (values: string[]) => fc.constantFrom(null, ...values);
const practice: fc.Arbitrary<Practice> = fc.record({
  id: fc.uuid(), name: fc.constant('Dr Any'), languages: some(LANGUAGES), specialities: some(CONCERNS),
  modalities: some(MODALITIES), gender: fc.constantFrom(...GENDERS), timeZone: fc.constant('UTC'),
  licences: fc.uniqueArray(fc.record({
    jurisdiction: fc.constantFrom(...PLACES), number: fc.constant('1'),
    expires: fc.constantFrom(...DAYS),
  }), { selector: ({ jurisdiction }) => jurisdiction }),
});
const candidate: fc.Arbitrary<Candidate> = fc.record({
  practice,
  openings: fc.array(fc.record({
    day: fc.constantFrom(...DAYS), modality: fc.constantFrom(...MODALITIES),
  }), { maxLength: 3 }),
});
const preferences: fc.Arbitrary<Preferences> = fc.record({
  languages: some(LANGUAGES), speciality: maybe(CONCERNS), modality: maybe(MODALITIES),
  gender: maybe(GENDERS), jurisdiction: fc.constantFrom(...PLACES),
});

/** The rule in other words than the code's. */
function suitable(wish: Preferences, { practice: p, openings }: Candidate): boolean {
  if (!wish.languages.some((spoken) => p.languages.includes(spoken))) return false;
  if (wish.speciality && !p.specialities.includes(wish.speciality)) return false;
  if (wish.modality && !p.modalities.includes(wish.modality)) return false;
  if (wish.gender && p.gender !== wish.gender) return false;
  const licence = p.licences.find(({ jurisdiction }) => jurisdiction === wish.jurisdiction);
  return openings.some(({ day, modality }) =>
    licence !== undefined && day <= licence.expires
    && (!wish.modality || wish.modality === modality));
}

describe('matching', () => {
  it('takes whoever fits, and nobody else', () => {
    fc.assert(fc.property(preferences, candidate, (wish, one) => {
      expect(match(wish, one).kind).toBe(suitable(wish, one) ? 'fits' : 'no-match');
    }));
    expect(match({ languages: ['en'], speciality: null, modality: null, gender: null,
      jurisdiction: 'DE' }, undefined)).toEqual({ kind: 'no-match', suggestions: [] });
  });

  it('decides alike for a therapist with one opening left that suits', () => {
    fc.assert(fc.property(preferences, candidate, (wish, one) => {
      const last = one.openings.find((opening) => suitable(wish, { ...one, openings: [opening] }));
      const busier = { ...one, openings: last ? [last] : one.openings };
      expect(match(wish, busier).kind).toBe(match(wish, one).kind);
    }));
  });

  it('suggests to give up only what would help', () => {
    fc.assert(fc.property(preferences, candidate, (wish, one) => {
      const found = match(wish, one);
      if (found.kind === 'fits') return;
      for (const suggestion of found.suggestions.filter((each) => each !== 'days')) {
        const relaxed = suggestion === 'languages'
          ? { ...wish, languages: LANGUAGES } : { ...wish, [suggestion]: null };
        expect(suitable(relaxed, one)).toBe(true);
      }
    }));
  });
});
