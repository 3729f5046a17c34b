import fc from 'fast-check';
import type { Practice } from '../providers/providers.store.ts';
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
const everyone = fc.array(candidate, { maxLength: 8 });

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
  it('finds somebody who fits exactly when there is one', () => {
    fc.assert(fc.property(preferences, everyone, fc.nat(), (wish, candidates, luck) => {
      const fitting = candidates.filter((each) => suitable(wish, each));
      const found = match(wish, candidates, (below) => luck % below);
      if (fitting.length === 0) expect(found.kind).toBe('no-match');
      else {
        expect(fitting.map((each) => each.practice.id))
          .toContain((found as { providerId: string }).providerId);
      }
    }));
  });

  it('gives everybody who fits the same chance, wherever in the list and however busy', () => {
    fc.assert(fc.property(preferences, everyone, (wish, candidates) => {
      const fitting = candidates.filter((each) => suitable(wish, each));
      const chosen = fitting.map((_, draw) => {
        const found = match(wish, candidates, (below) => {
          expect(below).toBe(fitting.length);
          return draw;
        });
        return (found as { providerId: string }).providerId;
      });
      expect(chosen.sort()).toEqual(fitting.map((each) => each.practice.id).sort());
    }));
  });

  it('chooses alike for two therapists who differ in how many openings are left only', () => {
    fc.assert(fc.property(preferences, everyone, fc.nat(), (wish, candidates, luck) => {
      const busier = candidates.map((each) => ({
        ...each, openings: each.openings.filter((_, place) => place === each.openings.findIndex(
          (opening) => suitable(wish, { ...each, openings: [opening] }))),
      }));
      const draw = (below: number) => luck % below;
      const [before, after] = [match(wish, candidates, draw), match(wish, busier, draw)];
      if (before.kind === 'matched') expect(after).toEqual(before);
    }));
  });

  it('suggests to give up only what would help', () => {
    fc.assert(fc.property(preferences, everyone, (wish, candidates) => {
      const found = match(wish, candidates, () => 0);
      if (found.kind === 'matched') return;
      for (const suggestion of found.suggestions.filter((each) => each !== 'days')) {
        const relaxed = suggestion === 'languages'
          ? { ...wish, languages: LANGUAGES } : { ...wish, [suggestion]: null };
        expect(candidates.some((each) => suitable(relaxed, each))).toBe(true);
      }
    }));
  });
});
